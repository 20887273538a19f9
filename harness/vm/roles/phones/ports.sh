# Where the phones' host takes calls: the agents' phones, and the carrier with the customers' phones.
# shellcheck shell=bash
export PHONES_AGENT_PORT=5070 PHONES_CARRIER_PORT=5080

# This VM's own address, where Kamailio and rtpengine listen, the phones' host, and ports within the VM.
# shellcheck shell=bash
source /opt/vm/roles/phones/ports.sh
TELEPHONY_ADDRESS=$(hostname -i)
export TELEPHONY_ADDRESS=${TELEPHONY_ADDRESS%% *}
export PHONES_HOST="${PHONES_HOST:-outside}"
export KAMAILIO_RPC_PORT=8090 RTPENGINE_PORT=2223

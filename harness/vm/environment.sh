# What a VM is told, with defaults and checks. Sourced by every script in the VM, also those run by `docker exec`.
# shellcheck shell=bash

: "${VM_ROLES:?is not set: the roles of this VM, such as 'app postgres pgbouncer redis nginx smtp'}"
: "${VM_VCPU:?is not set: the vCPU granted to this VM, such as 4 or 1.5}"
: "${VM_MEMORY_BYTES:?is not set: the memory granted to this VM in bytes}"

# Where the database, the cache and the mail server are; other VMs on levels that separate them.
export VM_NAME="${VM_NAME:-$(hostname)}"
export DB_HOST="${DB_HOST:-127.0.0.1}" DB_PORT="${DB_PORT:-6432}"
export REDIS_HOST="${REDIS_HOST:-127.0.0.1}" REDIS_PORT="${REDIS_PORT:-6379}"
# The second Redis of the same VMs, for jobs and live updates: the same port on every VM.
export REDIS_QUEUE_PORT=6380
export SMTP_HOST="${SMTP_HOST:-127.0.0.1}" SMTP_PORT="${SMTP_PORT:-587}"
# What the CRM is called by WAHA, the telephone system and the shops: the VM that takes its requests. Plain HTTP on port 80 is open to
# webhooks alone.
export CRM_URL="${CRM_URL:-http://$VM_NAME}"
# What the CRM derives from: secrets of webhooks, keys of web push.
export CRM_SECRET="${CRM_SECRET:-capacity}"
# The WAHA servers and the telephone systems of the level, with spaces between them, and what they are asked with.
export WAHA_URL="${WAHA_URL:-}" WAHA_API_KEY="${WAHA_API_KEY:-capacity}"
export TELEPHONY_URL="${TELEPHONY_URL:-}" TELEPHONY_API_KEY="${TELEPHONY_API_KEY:-capacity}"
export TELEPHONY_WEBHOOK_SECRET="${TELEPHONY_WEBHOOK_SECRET:-capacity}"
# Messages that one WhatsApp number sends in a minute at most.
export WHATSAPP_PER_NUMBER_PER_MINUTE="${WHATSAPP_PER_NUMBER_PER_MINUTE:-60}"
# Beside those of the browsers' makers: hosts of push services, and of PayPal's certificates.
export PUSH_HOSTS="${PUSH_HOSTS:-}" PAYPAL_CERT_HOSTS="${PAYPAL_CERT_HOSTS:-}"
# The host that stands for the phones and the carrier, on levels with a telephone system.
export PHONES_HOST="${PHONES_HOST:-}"
# The VMs that may hand their mail to this one, such as 'app-2 app-3'.
export SMTP_CLIENTS="${SMTP_CLIENTS:-}"
export DB_PASSWORD_OWNER="${DB_PASSWORD_OWNER:-capacity}"
export DB_PASSWORD_APP="${DB_PASSWORD_APP:-capacity}"
export DB_PASSWORD_MONITOR="${DB_PASSWORD_MONITOR:-capacity}"
export DB_PASSWORD_REPLICATION="${DB_PASSWORD_REPLICATION:-capacity}"
export STORAGE_ACCESS_KEY="${STORAGE_ACCESS_KEY:-crm}" STORAGE_SECRET_KEY="${STORAGE_SECRET_KEY:-capacity}"
# The object storage, and where a CDN fetches the CRM's static files: on levels that have them.
export STORAGE_HOST="${STORAGE_HOST:-}" ORIGIN_HOST="${ORIGIN_HOST:-}"
# More than one: a Redis cluster of these VMs.
export REDIS_HOSTS="${REDIS_HOSTS:-}"
# What a monitoring VM scrapes: '<vm>=<role>,<role>' for every VM.
export MONITORED_VMS="${MONITORED_VMS:-}"
# Replicas, and the port of those that reads go to: their PgBouncer, for three application VMs open more connections than PostgreSQL has.
export REPLICA_HOSTS="${REPLICA_HOSTS:-}" REPLICA_PORT="${REPLICA_PORT:-6432}"
# The VM that a replica streams from.
export PRIMARY_HOST="${PRIMARY_HOST:-db}"
# The application VMs that a balancer shares the work among, such as 'app-1 app-2'; and whether such a balancer stands before
# this VM's Nginx (1), which then takes plain HTTP on 8081.
export APP_HOSTS="${APP_HOSTS:-}"
export NGINX_BEHIND_BALANCER="${NGINX_BEHIND_BALANCER:-}"
export REDIS_PASSWORD="${REDIS_PASSWORD:-capacity}"
export CRM_DEFECT="${CRM_DEFECT:-}"
export PATH="/usr/lib/postgresql/15/bin:$PATH"

# Stops with one line where a value would break a configuration file or a URL.
check_environment() {
  [[ $VM_VCPU =~ ^[0-9]+(\.[0-9]+)?$ && ! $VM_VCPU =~ ^[0.]+$ ]] || refuse "VM_VCPU=$VM_VCPU is no number above 0"
  [[ $VM_MEMORY_BYTES =~ ^[0-9]+$ ]] || refuse "VM_MEMORY_BYTES=$VM_MEMORY_BYTES is no whole number"
  ((VM_MEMORY_BYTES >= 512 * 1024 * 1024)) || refuse "VM_MEMORY_BYTES=$VM_MEMORY_BYTES is below 512 MB"
  [[ $VM_NAME =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || refuse "VM_NAME=$VM_NAME is no host name"
  local name role host
  for name in DB_PASSWORD_OWNER DB_PASSWORD_APP DB_PASSWORD_MONITOR DB_PASSWORD_REPLICATION REDIS_PASSWORD \
    STORAGE_ACCESS_KEY STORAGE_SECRET_KEY CRM_SECRET WAHA_API_KEY TELEPHONY_API_KEY TELEPHONY_WEBHOOK_SECRET; do
    [[ ${!name} =~ ^[A-Za-z0-9._~-]+$ ]] || refuse "$name may hold letters, digits and . _ ~ - only"
  done
  [[ $PRIMARY_HOST =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || refuse "PRIMARY_HOST=$PRIMARY_HOST is no host name"
  for name in APP_HOSTS REDIS_HOSTS REPLICA_HOSTS SMTP_CLIENTS STORAGE_HOST ORIGIN_HOST PHONES_HOST DB_HOST REDIS_HOST SMTP_HOST; do
    for host in ${!name}; do
      [[ $host =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || refuse "$name names '$host', which is no host name"
    done
  done
  for name in STORAGE_HOST ORIGIN_HOST PHONES_HOST DB_HOST REDIS_HOST SMTP_HOST; do
    [[ ${!name} != *[[:space:]]* ]] || refuse "$name names more than one host: ${!name}"
  done
  for name in CRM_URL WAHA_URL TELEPHONY_URL; do
    for host in ${!name}; do
      [[ $host =~ ^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$ ]] || refuse "$name has '$host'; wanted: http://host:port"
    done
  done
  for name in PUSH_HOSTS PAYPAL_CERT_HOSTS; do
    for host in ${!name}; do
      [[ $host =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$ ]] || refuse "$name has '$host'; wanted: host or host:port"
    done
  done
  [[ $WHATSAPP_PER_NUMBER_PER_MINUTE =~ ^[1-9][0-9]{0,4}$ ]] ||
    refuse "WHATSAPP_PER_NUMBER_PER_MINUTE=$WHATSAPP_PER_NUMBER_PER_MINUTE is no number from 1 to 99999"
  for name in DB_PORT REDIS_PORT SMTP_PORT REPLICA_PORT; do
    [[ ${!name} =~ ^[0-9]{1,5}$ ]] || refuse "$name=${!name} is no port"
  done
  for host in $MONITORED_VMS; do
    [[ $host =~ ^[a-z0-9-]+=[a-z]+(,[a-z]+)*$ ]] || refuse "MONITORED_VMS has '$host'; wanted: vm=role,role"
  done
  ! in_redis_cluster || [[ " "$(echo $REDIS_HOSTS)" " == *" $VM_NAME "* ]] ||
    refuse "REDIS_HOSTS=$REDIS_HOSTS does not name this VM, $VM_NAME"
  [[ -n $APP_HOSTS ]] || ! has_role haproxy || refuse 'APP_HOSTS is not set: the application VMs to balance over'
  [[ $NGINX_BEHIND_BALANCER =~ ^[01]?$ ]] || refuse "NGINX_BEHIND_BALANCER=$NGINX_BEHIND_BALANCER is neither 0 nor 1"
  for role in $VM_ROLES; do
    [[ -d /opt/vm/roles/$role ]] || refuse "VM_ROLES names '$role'; known: $(ls /opt/vm/roles | tr '\n' ' ')"
  done
}

refuse() {
  echo "vm: $1" >&2
  exit 64
}

has_role() {
  [[ " $VM_ROLES " == *" $1 "* ]]
}

# Whether this VM's Redis is a node of a cluster.
in_redis_cluster() {
  local hosts=($REDIS_HOSTS)
  has_role redis && ((${#hosts[@]} > 1))
}

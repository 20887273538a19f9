# Which exporters this VM's roles need. Sourced by the scripts beside it; wants environment.sh before it.
# shellcheck shell=bash

# name, port, what it says when it reaches what it tells of, and the roles that want it (every: all VMs)
readonly EXPORTERS='
node        9100 vm_memory_limit_bytes every
postgres    9187 pg_up                 postgres replica
pgbouncer   9127 pgbouncer_up          pgbouncer
redis       9121 redis_up              redis
redis-queue 9122 redis_up              redis
nginx       9113 nginx_up              nginx cdn
postfix     9154 postfix_up            smtp
'

# Prints 'name port sign' for each exporter of this VM.
exporters_of_vm() {
  local name port sign roles role
  while read -r name port sign roles; do
    [[ -n $name ]] || continue
    for role in $roles; do
      if [[ $role == every ]] || has_role "$role"; then
        echo "$name $port $sign"
        break
      fi
    done
  done <<<"$EXPORTERS"
}

# Prints 'up' where the exporter answers and reaches its service, else what is wrong. An answer alone says nothing:
# most exporters answer just as well without their service.
state_of_exporter() { # port sign
  local metrics
  metrics=$(curl -fsS --max-time 3 "http://127.0.0.1:$1/metrics" 2>&1) || { echo "${metrics##*$'\n'}"; return; }
  if grep -Eq "^$2(\{[^}]*\})? [1-9]" <<<"$metrics"; then echo up; else echo "$2 is not above 0"; fi
}

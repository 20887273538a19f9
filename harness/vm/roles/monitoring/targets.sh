# What Prometheus looks at, from MONITORED_VMS ('<vm>=<role>,<role>' for every VM). Sourced by the scripts beside it.
# shellcheck shell=bash

# job, port, and the roles that it is for (every: all VMs)
readonly JOBS='
node        9100 every
postgresql  9187 postgres replica
pgbouncer   9127 pgbouncer
redis       9121 redis
redis-queue 9122 redis
nginx       9113 nginx cdn
haproxy     8404 haproxy
postfix     9154 smtp
'

# Prints 'job vm port role' for every target. The role is the one that the target serves; of the job node it is the VM's
# first, which is what the VM is for.
targets() {
  local job port wanted entry vm roles role
  while read -r job port wanted; do
    [[ -n $job ]] || continue
    for entry in $MONITORED_VMS; do
      vm=${entry%%=*} roles=${entry#*=}
      for role in ${roles//,/ }; do
        if [[ $wanted == every || " $wanted " == *" $role "* ]]; then
          echo "$job $vm $port $role"
          break
        fi
      done
    done
  done <<<"$JOBS"
}

# How many of the targets Prometheus knows have been looked at, and answered the last time.
targets_up() {
  curl -fsS --max-time 3 'http://127.0.0.1:9090/api/v1/targets?state=active' |
    jq '[.data.activeTargets[] | select(.health == "up")] | length'
}

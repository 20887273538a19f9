# Every size in a VM, derived from VM_VCPU and VM_MEMORY_BYTES. One rule a line, with its reason.
# Level 1 of the document is 4 vCPU and 8 GB; the figures in brackets are what each rule gives there.
# shellcheck shell=bash

readonly MIB=$((1024 * 1024))
memory_mib=$((VM_MEMORY_BYTES / MIB))
whole_vcpu=$(awk -v v="$VM_VCPU" 'BEGIN { n = int(v); print (n < v) ? n + 1 : n }')

# A pool is configuration, not hardware: a VM that gets less than its size keeps the pool of its size, or it would hold fewer
# connections than the level does.
pool_vcpu=$(awk -v v="${VM_SPEC_VCPU:-$VM_VCPU}" 'BEGIN { n = int(v); print (n < v) ? n + 1 : n }')

at_least() { echo $(($1 > $2 ? $1 : $2)); }
at_most() { echo $(($1 < $2 ? $1 : $2)); }

# --- Application -----------------------------------------------------------------------------------------------
# One worker process per vCPU: a worker is one thread, more would only take turns.                            [4]
APP_WORKERS=$whole_vcpu
# One process beside them for jobs: what they do is mostly waiting, and one waits for many things at once. It must not take the
# users' vCPUs from them.                                                                                       [1]
APP_JOB_PROCESSES=1

# --- PostgreSQL ------------------------------------------------------------------------------------------------
# A quarter of memory, PostgreSQL's own advice; it meets the document's 2 GB+ from 8 GB on.             [2048 MB]
PG_SHARED_BUFFERS_MIB=$((memory_mib / 4))
# The document asks for 100+; 20 more leave room for seeding, monitoring and a person with psql.            [120]
PG_MAX_CONNECTIONS=120
# Half of memory: shared buffers and as much page cache, the rest belongs to the other roles.           [4096 MB]
PG_EFFECTIVE_CACHE_SIZE_MIB=$((memory_mib / 2))
# 1/512 of memory: if every connection sorted at once they would take under a quarter of the VM.          [16 MB]
PG_WORK_MEM_MIB=$(at_least $((memory_mib / 512)) 4)
# 1/32 of memory: three autovacuum workers at once stay below a tenth.                                   [256 MB]
PG_MAINTENANCE_WORK_MEM_MIB=$(at_least $((memory_mib / 32)) 32)

# --- PgBouncer -------------------------------------------------------------------------------------------------
# 5 server connections per vCPU, at least 10: enough to overlap waits; on 4 vCPU it is PgBouncer's default.  [20]
PGBOUNCER_DEFAULT_POOL_SIZE=$(at_most "$(at_least $((pool_vcpu * 5)) 10)" $((PG_MAX_CONNECTIONS - 20)))
# A waiting client costs about 2 kB, so queue here rather than refuse.                                     [1000]
PGBOUNCER_MAX_CLIENT_CONN=1000

# --- Redis -----------------------------------------------------------------------------------------------------
redis_alone=false
[[ $VM_ROLES != redis && $VM_ROLES != 'redis exporters' ]] || redis_alone=true

# An eighth of memory beside other roles (the document's 1-2 GB); 3/8 on a VM of its own, where cache and queue together have half,
# and the other half is for the copy-on-write of an append-only-file rewrite, which both may do at once. Exporters take next
# to nothing.                                                                                          [1024 MB]
if $redis_alone; then
  REDIS_MAXMEMORY_BYTES=$((memory_mib * 3 / 8 * MIB))
else
  REDIS_MAXMEMORY_BYTES=$((memory_mib / 8 * MIB))
fi

# A quarter of the cache's beside other roles: a waiting job takes about 1 kB, so that is 250,000 of them. An eighth of memory on
# a VM of its own, which is what the cache leaves of its half.                                          [256 MB]
if $redis_alone; then
  REDIS_QUEUE_MAXMEMORY_BYTES=$((memory_mib / 8 * MIB))
else
  REDIS_QUEUE_MAXMEMORY_BYTES=$((REDIS_MAXMEMORY_BYTES / 4))
fi

# --- Nginx -----------------------------------------------------------------------------------------------------
# One worker per vCPU, its own advice ('auto' would count the host's cores, not the VM's).                    [4]
NGINX_WORKERS=$whole_vcpu
# Two connections per user (browser and application side), 2,000 users of the largest level on one worker. [4096]
NGINX_WORKER_CONNECTIONS=4096
# Requests a second that one client's address may send to the API. Three times what the 2,000 users of the largest level send
# together: in a store all share one address, and a load generator has but one. Each VM behind a balancer counts its own.  [1000]
NGINX_API_RATE=1000
# One second of that at once: a page sends several requests, and whoever waited for a slow answer catches up.          [1000]
NGINX_API_BURST=$NGINX_API_RATE
# Log-ins cost a password hash each. Twice the 100 a second of a morning when all stores open; guessing passwords by the
# thousand a second stops here.                                                                                        [200]
NGINX_LOGIN_RATE=200
# One second of that at once, for the same reason.                                                                     [200]
NGINX_LOGIN_BURST=$NGINX_LOGIN_RATE
# 1/1024 of memory for each limit: 8,000 addresses a MB; where it is full the one not seen for longest is forgotten.  [8 MB]
NGINX_LIMIT_ZONE_MIB=$(at_least $((memory_mib / 1024)) 1)
# 1/32 of memory for pictures of the object storage: so small that it stays in the page cache beside the other roles. [256 MB]
NGINX_CACHE_MIB=$(at_least $((memory_mib / 32)) 32)
# 1/256 of the cache: 8,000 keys a MB, so it is full of files of 32 kB before it is full of keys.                     [1 MB]
NGINX_CACHE_KEYS_MIB=$(at_least $((NGINX_CACHE_MIB / 256)) 1)
export NGINX_API_RATE NGINX_API_BURST NGINX_LOGIN_RATE NGINX_LOGIN_BURST NGINX_LIMIT_ZONE_MIB NGINX_CACHE_MIB NGINX_CACHE_KEYS_MIB

# --- CDN (in brackets: its VM, 2 vCPU and 4 GB) ----------------------------------------------------------------
# Half of memory: the document gives the VM no disk, and what is no larger than that the page cache keeps.          [2048 MB]
CDN_CACHE_MIB=$((memory_mib / 2))
# 1/256 of the cache, as above.                                                                                        [8 MB]
CDN_CACHE_KEYS_MIB=$(at_least $((CDN_CACHE_MIB / 256)) 1)
export CDN_CACHE_MIB CDN_CACHE_KEYS_MIB

# --- HAProxy (in brackets: the balancer VM, 2 vCPU and 4 GB) ---------------------------------------------------
# One thread per vCPU: it counts the cores that it may run on, not the share of them that it gets.            [2]
HAPROXY_THREADS=$whole_vcpu
# Four connections for each of the 2,000 users of the largest level; each takes two descriptors, of which some engines give
# a container no more than 20,000. On a small VM 5 per MB: at 100 kB with TLS and both sides, half of the memory.  [8192]
HAPROXY_MAXCONN=$(at_most $((memory_mib * 5)) 8192)

# --- Monitoring (in brackets: the monitoring VM, 2 vCPU and 4 GB) ----------------------------------------------
# Between two looks at a target. The shortest of the document's triggers lasts minutes, so four points a minute show it; each
# look costs both sides some milliseconds of CPU, and a level has about 35 targets.                        [15 s]
PROMETHEUS_INTERVAL_SECONDS=15
# While the level starts: how soon a target that has come up is seen.                                        [2 s]
PROMETHEUS_START_INTERVAL_SECONDS=2
# What a level tells is looked at within days of its run.                                                    [7 d]
PROMETHEUS_RETENTION_DAYS=7
# An eighth of memory: what was kept can all be read again from the page cache.                           [512 MB]
PROMETHEUS_RETENTION_MIB=$((memory_mib / 8))

# --- Object storage (in brackets: the storage VM, 2 vCPU and 4 GB) --------------------------------------------
# A proxy worker per two vCPU, for each keeps an object server as busy as itself; 0 is Swift's word for one without a parent
# process, which would wake a hundred times a second to look after it.                                        [0]
STORAGE_PROXY_WORKERS=$((whole_vcpu / 2 > 1 ? whole_vcpu / 2 : 0))

# --- Telephone system (in brackets: its VM, 2 vCPU and 4 GB) --------------------------------------------------
# Media ports begin and end below those that the kernel gives to clients, from 32768 on.                       [30000]
TELEPHONY_RTP_PORT_MIN=30000
# Enough for half as many calls again as the hundred that it must carry: two sides with two ports each, and as many again, for a
# port is not used again at once.                                                                             [31199]
TELEPHONY_RTP_PORT_MAX=$((TELEPHONY_RTP_PORT_MIN + 150 * 4 * 2 - 1))
# One thread per vCPU: they share all media between them, more would only take turns.                          [2]
TELEPHONY_RTP_THREADS=$whole_vcpu
# Two SIP processes per vCPU: while one waits for rtpengine's answer the other goes on.                        [4]
TELEPHONY_SIP_CHILDREN=$((whole_vcpu * 2))
# 1/64 of memory for what they share: a call takes some 10 kB, and nothing 3 MB.                          [64 MB]
TELEPHONY_SIP_MEMORY_MIB=$(at_least $((memory_mib / 64)) 32)
export TELEPHONY_RTP_PORT_MIN TELEPHONY_RTP_PORT_MAX TELEPHONY_RTP_THREADS TELEPHONY_SIP_CHILDREN TELEPHONY_SIP_MEMORY_MIB

export APP_WORKERS APP_JOB_PROCESSES PG_SHARED_BUFFERS_MIB PG_MAX_CONNECTIONS PG_EFFECTIVE_CACHE_SIZE_MIB PG_WORK_MEM_MIB \
  PG_MAINTENANCE_WORK_MEM_MIB PGBOUNCER_DEFAULT_POOL_SIZE PGBOUNCER_MAX_CLIENT_CONN REDIS_MAXMEMORY_BYTES REDIS_QUEUE_MAXMEMORY_BYTES \
  NGINX_WORKERS NGINX_WORKER_CONNECTIONS HAPROXY_THREADS HAPROXY_MAXCONN \
  PROMETHEUS_INTERVAL_SECONDS PROMETHEUS_START_INTERVAL_SECONDS PROMETHEUS_RETENTION_DAYS PROMETHEUS_RETENTION_MIB \
  STORAGE_PROXY_WORKERS

# The cache of an Nginx, and the name server that it asks for its origins. Sourced by the roles that have a cache.
# shellcheck shell=bash

render_cache() { # size in MB, memory for its keys in MB, target
  export CACHE_MIB=$1 CACHE_KEYS_MIB=$2 NGINX_RESOLVER
  NGINX_RESOLVER=$(awk '$1 == "nameserver" && $2 ~ /^[0-9.]+$/ { print $2; exit }' /etc/resolv.conf)
  [[ -n $NGINX_RESOLVER ]] || { echo 'vm: /etc/resolv.conf names no name server' >&2; return 1; }
  mkdir -p /var/lib/vm/nginx
  render /opt/vm/roles/nginx/cache.conf "$3"
}

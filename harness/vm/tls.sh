# The certificate of a VM that serves TLS: an authority of its own, made on the first start, and a certificate from it.
# shellcheck shell=bash

readonly tls=/etc/vm/tls # ca.crt, server.crt and server.key

make_certificate() (
  [[ -f $tls/server.crt ]] && return
  set -euo pipefail
  mkdir -p "$tls"
  cd "$tls"
  # ECDSA on P-256, as Let's Encrypt's client asks for by default
  new_key() { openssl ecparam -genkey -name prime256v1 -noout -out "$1"; }
  umask 0077
  new_key ca.key
  new_key server.key
  openssl req -x509 -new -key ca.key -sha256 -days 400 -subj "/CN=Capacity test authority of VM $VM_NAME" \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -out ca.crt
  openssl req -new -key server.key -sha256 -subj "/CN=$VM_NAME" -out server.csr
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" -sha256 -days 397 \
    -extfile <(printf '%s\n' "subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:$VM_NAME" 'extendedKeyUsage=serverAuth' \
      'basicConstraints=critical,CA:FALSE') -out server.crt.new 2>/dev/null
  rm -f ca.key server.csr # the authority signs this once
  chmod 0644 ca.crt
  mv server.crt.new server.crt
)

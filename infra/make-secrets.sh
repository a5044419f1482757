#!/usr/bin/env bash
# make-secrets.sh PUBLIC_HOST: the secrets of compose.yaml, made once; what is there already stays. PUBLIC_HOST is the name that people call the ledger by.
set -euo pipefail

host=${1:?the name that people call the ledger by, such as ledger.example}
[[ $host =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || { echo "not a host name: $host" >&2; exit 2; }
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

# Letters and digits: a password that stands in a URL and in an environment file must mean the same in both.
secret() { openssl rand -hex 24; }

[ -s secrets/store-admin-password ] || secret > secrets/store-admin-password
[ -s secrets/store-ops-password ] || secret > secrets/store-ops-password
[ -s secrets/grafana-password ] || secret > secrets/grafana-password
printf 'esdb://admin:%s@store-1:2113,store-2:2113,store-3:2113?tls=true&tlsCAFile=/run/store-ca/ca.crt&nodePreference=leader&keepAliveInterval=10000&keepAliveTimeout=10000&defaultDeadline=10000\n' \
  "$(cat secrets/store-admin-password)" > secrets/store-url
printf 'STORE_ADMIN_PASSWORD=%s\nSTORE_OPS_PASSWORD=%s\nPUBLIC_HOST=%s\n' \
  "$(cat secrets/store-admin-password)" "$(cat secrets/store-ops-password)" "$host" > .env

# Compose hands these files to containers with the rights that they have here, and those run as other users: the folder keeps everybody else out.
chmod 0444 secrets/store-url secrets/store-ops-password secrets/grafana-password
echo "Made: infra/secrets and infra/.env. Neither belongs into a repository."

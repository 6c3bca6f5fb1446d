#!/usr/bin/env bash
# What a shell can do with Städtenetz: pages, similar projects, caching, errors, GraphQL, and changes that survive a broken
# connection. Usage: run.sh [URL]; with an API key that may write in STAEDTENETZ_KEY also the changes. Needs curl and jq.
set -euo pipefail
url="${1:-http://127.0.0.1:8080}"
api="$url/api/v1"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
body="$scratch/body" headers="$scratch/headers"

# ask STATUS CURL-ARGUMENTS…: the answer goes to $body and $headers; anything but STATUS ends the program with what was said.
ask() {
    local wanted="$1" status
    shift
    : >"$body"
    status="$(curl -sS --max-time 30 -o "$body" -D "$headers" -w '%{http_code}' "$@")" || {
        echo "There is no service at $url. Start the demo (cargo run --release -- demo), or name another address." >&2
        exit 1
    }
    [ "$status" = "$wanted" ] && return 0
    echo "Expected $wanted, got $status: $(jq -r '.detail // .' "$body" 2>/dev/null || cat "$body")" >&2
    exit 1
}
header() { sed -n "s/^$1: \(.*\)\r$/\1/Ip" "$headers"; }
value() { jq -r "$1" "$body"; }

echo '== Find a city by the beginning of its name'
ask 200 --get "$api/cities" -d limit=1 --data-urlencode name=aachen
ags="$(value '.items[0].ags')"
echo "$(value '.items[0].name') has the key (AGS) $ags"

echo '== Read a list to its end: a page, then the page behind its cursor'
after=() pages=0 projects=0
while :; do
    ask 200 --get "$api/projects" -d "city=$ags" -d limit=5 "${after[@]}"
    pages=$((pages + 1)) projects=$((projects + $(value '.items | length')))
    [ "$(value '.page.hasNextPage')" = true ] || break
    after=(--data-urlencode "after=$(value '.page.nextCursor')")
done
echo "$projects projects of the city on $pages pages"

echo '== Which projects of other cities are like one of these, and why?'
ask 200 --get "$api/projects" -d "city=$ags" -d limit=1 --data-urlencode 'text=Initiativen einbinden'
project="$(value '.items[0].id')"
ask 200 -H 'Accept-Language: en' "$api/projects/$project/similar?limit=3"
value '.items[] | "\(.score)  \(.project.cityName): \(.project.workingTitle)\n         \(.explanation)"'

echo '== Ask in your own words'
ask 200 "$api/similar-projects?limit=1" -H 'Content-Type: application/json' \
    -d '{"text": "Wir finden keine Planerinnen und Planer, die Umsetzung der Radwege stockt."}'
value '.items[0] | "\(.project.cityName): \(.project.workingTitle)"'

echo '== Ask again, and get it only if something has changed'
ask 200 "$api/projects/$project"
etag="$(header etag)"
echo "200 with the ETag $etag, $(wc -c <"$body") bytes"
ask 304 -H "If-None-Match: $etag" "$api/projects/$project"
echo "304 with the ETag $(header etag), $(wc -c <"$body") bytes"

echo '== Read an error: what is wrong where, in words and with a code (RFC 9457)'
ask 400 "$api/projects?city=Aachen" -H 'Accept-Language: en'
value '"\(.status) \(.code): \(.errors[0].path): \(.errors[0].detail)"'

echo '== Several questions at once, by GraphQL'
jq -n --arg ags "$ags" '{
    query: "query($ags: [String!]) { projects(first: 1, filter: { city: $ags }) { totalCount } networks(first: 5) { nodes { slug } } }",
    variables: {ags: [$ags]}}' >"$scratch/question"
ask 200 "$url/graphql" -H 'Content-Type: application/json' -d "@$scratch/question"
[ "$(value '.errors')" = null ] || { value '.errors[0].message' >&2; exit 1; } # errors come with status 200, too
value '"\(.data.projects.totalCount) projects; networks: \([.data.networks.nodes[].slug] | join(", ")); cost \(.extensions.cost.actual)"'

if [ -z "${STAEDTENETZ_KEY:-}" ]; then
    echo '== Changes are left out: export STAEDTENETZ_KEY=… (the demo prints keys; AACHEN_SCHREIBT may write)'
    exit 0
fi
key=(-H "Authorization: Bearer $STAEDTENETZ_KEY" -H 'Content-Type: application/json')

echo '== Create a plan; sent twice under one Idempotency-Key, it is made once'
once="example-$(date +%s)-$RANDOM$RANDOM"
create=("${key[@]}" -H "Idempotency-Key: $once" "$api/plans" -d '{"network": "kora", "title": "Aktionsplan (Beispiel)"}')
ask 201 "${create[@]}"
plan="$(value .id)"
ask 201 "${create[@]}"
[ "$(value .id)" = "$plan" ] || { echo 'a second plan was made' >&2; exit 1; }
echo "$plan, the second answer is a repetition: $(header idempotency-replayed)"

echo '== Change what you have seen (If-Match), and be told when somebody was faster'
seen="$(header etag)"
ask 200 "${key[@]}" -H "If-Match: $seen" -X PATCH "$api/plans/$plan" -d '{"title": "Aktionsplan (Beispiel, geändert)"}'
now="$(header etag)"
echo "version $(value .version): $(value .title)"
ask 412 "${key[@]}" -H 'Accept-Language: en' -H "If-Match: $seen" -X PATCH "$api/plans/$plan" -d '{"title": "Zu spät"}'
value '"\(.status) \(.code): \(.detail)"'

echo '== Tidy up'
ask 200 "${key[@]}" -H "If-Match: $now" -X DELETE "$api/plans/$plan"
ask 404 "${key[@]}" "$api/plans/$plan"
echo "$plan is gone ($(value .code))"
echo "Next: all operations, with a place to try them: $url/docs/"

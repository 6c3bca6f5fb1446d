#!/usr/bin/env bash
# ISO-11: leaves out each filter by which the service keeps tenants apart, one at a time.
#   On PostgreSQL the named test must pass all the same: row security holds alone.
#   On SQLite, which has none, it must fail: the tests notice each filter that is missing.
# With all filters in place both pass, which the ordinary run of the tests shows.
# A copy of the tree is built once with a switch at each filter (WITHOUT=<name>); the tree itself has none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export CARGO_TARGET_DIR="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
tree="$CARGO_TARGET_DIR/mutants"
scope="entity/src/scope.rs"
unset WITHOUT

# name | the filter as it stands in the scopes | test that needs it
filters=(
    'visible|Self::find().filter(readable::<Self>(audience))|policy::lists_keep_tenants_apart'
    'network|.filter(Column::TenantId.eq(tenant.0))|policy::lists_keep_tenants_apart'
    'began|.filter(Column::Since.lte(today))|policy::lists_keep_tenants_apart'
    'ended|.filter(Column::Until.is_null().or(Column::Until.gte(today)))|policy::lists_keep_tenants_apart'
    'named|.filter(Column::ReaderId.eq(tenant.0))|policy::lists_keep_tenants_apart'
    'effective|.filter(Column::IsEffective.eq(true))|policy::lists_keep_tenants_apart'
    'embargo|.add(released).add(open)|policy::lists_keep_tenants_apart'
    'own_rows|Self::find().filter(Self::TENANT.eq(tenant.0))|refused_writes::a_write_of_others_changes_nothing'
    'holder|Self::find().filter(Self::HOLDER.eq(holder))|keys::a_key_and_its_successor_overlap'
)

mkdir -p "$tree"
git ls-files -z | tar --null --files-from=- --create | tar --extract --directory="$tree"
cd "$tree"
# Another version, so that nothing built here is ever taken for something built from the tree itself.
sed -i 's/^version = "\(.*\)"$/version = "\1-mutant"/' Cargo.toml

# Puts the switch before what the filter asks for.
for entry in "${filters[@]}"; do
    IFS='|' read -r name filter _ <<<"$entry"
    grep -qF -- "$filter" "$scope" || {
        echo "$scope no longer has: $filter" >&2
        exit 1
    }
    case "$filter" in
        *'.add(open)') switched="${filter/.add(open)/.add(unless(\"$name\", open))}" ;;
        *) switched="${filter/.filter(/.filter(unless(\"$name\", }" switched="${switched})" ;;
    esac
    FROM="$filter" TO="$switched" perl -0pi -e 's/\Q$ENV{FROM}\E/$ENV{TO}/g' "$scope"
done
cat >>"$scope" <<'SWITCH'

/// What a filter asks for, unless it is to be left out.
fn unless(name: &str, filter: impl sea_orm::sea_query::IntoCondition) -> Condition {
    if std::env::var("WITHOUT").is_ok_and(|left_out| left_out == name) {
        Condition::all()
    } else {
        filter.into_condition()
    }
}
SWITCH

# With the whole workspace selected, dependencies have the features with which the ordinary run has compiled them.
tests="$(cargo test --offline --workspace --test main --no-run --message-format=json |
    sed -n 's/.*"executable":"\([^"]*main-[^"]*\)".*/\1/p' | tail -n 1)"
cd tests

# passes NAME TEST: whether a test passes without a filter.
passes() {
    WITHOUT="$1" STAEDTENETZ_REQUIRE_POSTGRES=1 timeout 300 "$tests" --exact "$2" >"$tree/last.log" 2>&1 &&
        grep -q '1 passed' "$tree/last.log"
}

killed=0
for entry in "${filters[@]}"; do
    IFS='|' read -r name _ test <<<"$entry"
    passes "$name" "$test::on_postgres" || {
        echo "without the filter '$name', row security does not hold: $test" >&2
        tail -n 30 "$tree/last.log" >&2
        exit 1
    }
    if passes "$name" "$test::on_sqlite"; then
        echo "nobody notices that the filter '$name' is missing: $test" >&2
        exit 1
    fi
    killed=$((killed + 1))
    echo "ok  $name: row security holds, and $test notices"
done
echo "$killed of ${#filters[@]} filters left out: row security held each time, and each was noticed where there is none"

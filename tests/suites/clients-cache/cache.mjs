// Apollo Client and urql as portals use them: pages are put together, an object is kept once whatever it was read by, and what is
// known is not asked again. Usage: npm ci && node cache.mjs http://127.0.0.1:8080/graphql
import assert from "node:assert/strict";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { getIntrospectionQuery } from "graphql";

const [url] = process.argv.slice(2);
let requests = 0;
const counted = (address, options) => {
  requests += 1;
  return fetch(address, options);
};
const PAGE = gql`
  query Page($first: Int!, $after: String) {
    projects(first: $first, after: $after, orderBy: [{ field: UPDATED_AT, direction: DESC }]) {
      edges {
        cursor
        node {
          id
          workingTitle
          city {
            id
            name
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
const NODE = gql`
  query ById($id: ID!) {
    node(id: $id) {
      id
      ... on Project {
        workingTitle
      }
    }
  }
`;
const STATUS = gql`
  query Status($id: ID!) {
    project(id: $id) {
      id
      statusLabel
    }
  }
`;

let failed = 0;
const check = async (name, run) => {
  try {
    await run();
    console.log(`ok     ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${error.message}`);
  }
};
/** The number of requests that something makes. */
const requestsOf = async (run) => {
  const before = requests;
  await run();
  return requests - before;
};
const ids = (data) => data.projects.edges.map(({ node }) => node.id);
const isSixDifferent = (found) => assert.equal(new Set(found).size, 6, JSON.stringify(found));

const typeOf = { project: "Project", city: "City" };
const apollo = new ApolloClient({
  link: new HttpLink({ uri: url, fetch: counted }),
  cache: new InMemoryCache({
    typePolicies: {
      Query: {
        fields: {
          projects: relayStylePagination(["filter", "orderBy"]),
          // The kind of an id stands before its underscore, so a known object is found without a request.
          node: { read: (known, { args, toReference }) => known ?? toReference({ __typename: typeOf[args.id.split("_")[0]], id: args.id }) },
          project: { read: (known, { args, toReference }) => known ?? toReference({ __typename: "Project", id: args.id }) },
        },
      },
    },
    possibleTypes: { Node: ["Project", "City"] },
  }),
});
let first;
await check("Apollo: fetchMore puts pages together", async () => {
  const listened = apollo.watchQuery({ query: PAGE, variables: { first: 3 } });
  let subscription;
  const { data } = await new Promise((resolve) => {
    subscription = listened.subscribe((result) => (result.loading ? undefined : resolve(result)));
  });
  await listened.fetchMore({ variables: { after: data.projects.pageInfo.endCursor } });
  const merged = apollo.readQuery({ query: PAGE, variables: { first: 3 } });
  isSixDifferent(ids(merged));
  [first] = ids(merged);
  subscription.unsubscribe();
});
await check("Apollo: objects are kept by type and id, each once", async () => {
  const keys = Object.keys(apollo.cache.extract()).filter((key) => !key.startsWith("ROOT") && key !== "__META");
  for (const key of keys) assert.match(key, /^(Project:project_[0-9a-z]{26}|City:city_\d{8})$/);
  assert.equal(keys.filter((key) => key.startsWith("Project:")).length, 6);
});
await check("Apollo: a known object is not asked again", async () => {
  let answer;
  const asked = await requestsOf(async () => {
    answer = await apollo.query({ query: NODE, variables: { id: first } });
  });
  assert.equal(asked, 0);
  assert.equal(answer.data.node.id, first);
});
await check("Apollo: what is read elsewhere joins the same object", async () => {
  assert.equal(await requestsOf(() => apollo.query({ query: STATUS, variables: { id: first } })), 1);
  const kept = apollo.cache.extract()[`Project:${first}`];
  assert.ok(kept.workingTitle && kept.statusLabel, JSON.stringify(kept));
});

const introspected = await fetch(url, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ query: getIntrospectionQuery() }),
});
const { data: schema } = await introspected.json();
const warnings = [];
for (const kind of ["warn", "error"]) console[kind] = (...said) => warnings.push(said.join(" "));
const urql = new Client({
  url,
  fetch: counted,
  preferGetMethod: false,
  exchanges: [
    cacheExchange({
      schema,
      resolvers: {
        Query: {
          projects: relayPagination(),
          node: (_, { id }) => ({ __typename: typeOf[id.split("_")[0]], id }),
        },
      },
    }),
    fetchExchange,
  ],
});
await check("urql: pages are put together", async () => {
  const page = (after) => urql.query(PAGE, { first: 3, after }).toPromise();
  const one = await page(null);
  assert.equal(one.error, undefined, String(one.error));
  const both = await page(one.data.projects.pageInfo.endCursor);
  isSixDifferent(ids(both.data));
  first = ids(both.data)[0];
});
await check("urql: a known object is not asked again", async () => {
  let answer;
  const asked = await requestsOf(async () => {
    answer = await urql.query(NODE, { id: first }).toPromise();
  });
  assert.equal(asked, 0);
  assert.equal(answer.data.node.id, first);
});
await check("urql: nothing in the schema is warned of", async () => assert.deepEqual(warnings, []));
process.exit(failed === 0 ? 0 : 1);

// A service of somebody else: the weather of cities by AGS, a note on projects by id, and lists of what it points to.
import { parse } from "graphql";
import { buildSubgraphSchema } from "@apollo/subgraph";

export const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])

  type Query {
    stations(ags: [String!]!): [City]!
    noted(ids: [ID!]!): [Project]!
    measured(ids: [ID!]!): [Indicator]!
    reports: ReportPage!
  }

  type City @key(fields: "ags") {
    ags: String!
    weather: Weather
  }

  type Project @key(fields: "id") {
    id: ID!
    note: String!
  }

  type Indicator @key(fields: "id", resolvable: false) {
    id: ID!
  }

  type Weather {
    celsius: Float!
    sky: String!
  }

  type ReportPage {
    pageInfo: PageInfo!
  }

  type PageInfo @shareable {
    endCursor: String
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
  }
`);

const WEATHER = { "05334002": { celsius: 11.5, sky: "Regen" }, "08212000": { celsius: 17, sky: "heiter" } };
const weather = ({ ags }) => WEATHER[ags] ?? null;
const note = ({ id }) => `Notiz zu ${id}`;

export const schema = buildSubgraphSchema({
  typeDefs,
  resolvers: {
    Query: {
      stations: (_, { ags }) => ags.map((ags) => ({ ags })),
      noted: (_, { ids }) => ids.map((id) => ({ id })),
      measured: (_, { ids }) => ids.map((id) => ({ id })),
      reports: () => ({ pageInfo: { hasNextPage: false, hasPreviousPage: false } }),
    },
    City: { __resolveReference: ({ ags }) => ({ ags }), weather },
    Project: { __resolveReference: ({ id }) => ({ id }), note },
  },
});

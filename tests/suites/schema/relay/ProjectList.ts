// A list that a page scrolls through: a connection at the root, and one below a node, both fetched on their own; a new project
// stands in the list as soon as it is written.
import { graphql } from "relay-runtime";

export const list = graphql`
  fragment ProjectList_query on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }, city: { type: "[String!]" })
  @refetchable(queryName: "ProjectListPageQuery") {
    projects(first: $first, after: $after, filter: { city: $city }, orderBy: [{ field: UPDATED_AT, direction: DESC }])
      @connection(key: "ProjectList_projects", filters: ["filter"]) {
      __id
      edges {
        node {
          id
          ...ProjectList_project
        }
      }
      totalCount
    }
  }
`;

export const card = graphql`
  fragment ProjectList_project on Project {
    id
    workingTitle
    statusLabel
    updatedAt
    city {
      id
      name
    }
    ...ProjectList_links
  }
`;

export const links = graphql`
  fragment ProjectList_links on Project
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" }, last: { type: "Int" }, before: { type: "String" })
  @refetchable(queryName: "ProjectLinksPageQuery") {
    transferLinks(first: $first, after: $after, last: $last, before: $before)
      @connection(key: "ProjectList_transferLinks") {
      edges {
        node {
          id
          stageLabel
          sourceCity {
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

export const page = graphql`
  query ProjectListQuery($city: [String!]) {
    ...ProjectList_query @arguments(city: $city)
  }
`;

export const similar = graphql`
  query ProjectListSimilarQuery($text: String!, $first: Int!, $after: String) {
    similarProjects(text: $text, first: $first, after: $after) @connection(key: "ProjectList_similarProjects") {
      edges {
        node {
          score
          explanation
          project {
            ...ProjectList_project
          }
        }
      }
    }
  }
`;

export const create = graphql`
  mutation ProjectListCreateMutation($input: CreateProjectInput!, $connections: [ID!]!) {
    createProject(input: $input) {
      project @prependNode(connections: $connections, edgeTypeName: "ProjectEdge") {
        ...ProjectList_project
      }
    }
  }
`;

export const heard = graphql`
  subscription ProjectListSubscription($after: String) {
    transferLinkChanges(after: $after) {
      cursor
      node {
        id
        stageLabel
        version
      }
    }
  }
`;

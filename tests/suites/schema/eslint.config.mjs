// The rules of graphql-eslint for schemas and for Relay, on the committed schema. What is written here beside the presets are
// the only exceptions; each says why.
import graphql from "@graphql-eslint/eslint-plugin";

/** Objects that are values: parts of an answer that are never fetched again and that no cache may merge. */
const values = [
  "BarrierDealing", "BarrierExperience", "BarrierSolver", "BarrierSolvers", "ChangeEvent", "Concept", "Excerpt", "ExpertiseMatch",
  "FederalState", "ImportColumn", "ImportFinding", "ImportProject", "ImportReport", "ImportTotals", "Mark", "PageInfo",
  "ProjectConcept", "RegioStar7", "SearchCorrection", "SearchFacet", "SearchFacetValue", "SearchHit", "SharedConcept",
  "SimilarCity", "SimilarProject", "SimilarityComponent", "SimilarityRefit", "SimilarityWeight", "SimilarityWeightChange",
  "SimilarityWeights", "SizeClass", "TransferLinkEvent", "TransferMatrix", "TransferMatrixCell", "TransferMatrixCity",
  "TransferMatrixRow", "Viewer",
];

export default [
  {
    files: ["schema/schema.graphql"],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: "schema/schema.graphql" } } },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...graphql.configs["flat/schema-recommended"].rules,
      ...graphql.configs["flat/schema-relay"].rules,
      "@graphql-eslint/input-name": "error",
      "@graphql-eslint/strict-id-in-types": ["error", { exceptions: { suffixes: ["Connection", "Edge", "Payload"], types: values } }],
      "@graphql-eslint/relay-edge-types": ["error", { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
    },
  },
];

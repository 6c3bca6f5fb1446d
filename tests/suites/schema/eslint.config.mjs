// The rules of graphql-eslint for schemas and for Relay, on the committed schema. What is written here beside the presets are
// the only exceptions; each says why.
import graphql from "@graphql-eslint/eslint-plugin";

/** Objects that are values: parts of an answer that are never fetched again and that no cache may merge. */
const values = [
  "AddressingProject", "BarrierDealing", "BarrierExperience", "BarrierSolver", "BarrierSolvers", "Benchmark",
  "BenchmarkYear", "ChangeEvent", "CityAhead", "Concept", "DisclosurePolicy", "DistanceComponent", "Distribution",
  "Excerpt", "ExpertiseMatch", "FederalState", "Figure", "ImportColumn", "ImportFinding", "ImportProject", "ImportReport",
  "ImportTotals", "IndicatorVersion", "Limit", "Mark", "NeighbourRule", "ObservationImportColumn",
  "ObservationImportCorrection", "ObservationImportFinding", "ObservationImportReport", "ObservationImportTotals",
  "PageInfo", "PeerCity", "PeerRule", "Peers", "ProjectConcept", "RegioStar7", "Ring", "RingMember", "RingPublication",
  "SearchCorrection", "SearchFacet", "SearchFacetValue", "SearchHit", "SharedConcept", "SimilarCity", "SimilarProject",
  "SimilarityComponent", "SimilarityRefit", "SimilarityWeight", "SimilarityWeightChange", "SimilarityWeights", "SizeClass",
  "Standing", "TransferLinkEvent", "TransferMatrix", "TransferMatrixCell", "TransferMatrixCity", "TransferMatrixRow",
  "Trend", "Viewer", "WeightedFigure",
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

// Types for TypeScript from the committed schema and the documents of `examples/`, as a portal would generate them.
const config = {
  schema: "../../../schema/schema.graphql",
  documents: ["../../../examples/{queries,documents}/*.graphql"],
  generates: {
    "./generated/": {
      preset: "client",
      presetConfig: { persistedDocuments: { hashAlgorithm: "sha256" }, fragmentMasking: false },
      config: { strictScalars: true, scalars: { DateTime: "string", Date: "string" }, useTypeImports: true },
    },
  },
};
export default config;

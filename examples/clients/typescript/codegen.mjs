// Types from the schema of the service (run.sh fetches it), and the documents' ids (SHA-256).
const config = {
  schema: "schema.graphql",
  documents: ["src/*.graphql"],
  emitLegacyCommonJSImports: false,
  generates: {
    "./src/generated/": {
      preset: "client",
      presetConfig: { persistedDocuments: { hashAlgorithm: "sha256" }, fragmentMasking: false },
      config: {
        documentMode: "string",
        strictScalars: true,
        scalars: { DateTime: "string", Date: "string" },
        useTypeImports: true,
        enumsAsTypes: true,
      },
    },
  },
};
export default config;

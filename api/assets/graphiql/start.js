// Starts GraphiQL on this page with the examples of the service as tabs.
// Nothing is kept that could identify a person: headers, where tokens are typed in, live as long as the page.
"use strict";

(async () => {
  const element = document.getElementById("graphiql");

  const loadExamples = async () => {
    try {
      const answer = await fetch(element.dataset.examples);
      return answer.ok ? await answer.json() : [];
    } catch {
      return [];
    }
  };

  // GraphiQL keeps the tabs and the text of the editor apart, and opens one more tab on each visit when the two differ.
  const alignStoredEditor = () => {
    try {
      const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem("graphiql:tabState"));
      const { query, variables } = tabs[activeTabIndex];
      localStorage.setItem("graphiql:query", query ?? "");
      localStorage.setItem("graphiql:variables", variables ?? "");
    } catch {
      // Nothing is stored yet, or storage is forbidden: the examples are shown.
    }
  };

  alignStoredEditor();
  const examples = await loadExamples();
  const tabs = examples.map(({ name, query, variables }) => ({
    query: query.startsWith("#") ? query : `# ${name}\n${query}`,
    variables,
  }));

  // What is typed into the headers goes along in connection_init.
  const subscriptionUrl = `${location.origin.replace(/^http/, "ws")}/graphql`;

  ReactDOM.createRoot(element).render(
    React.createElement(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: "/graphql", subscriptionUrl }),
      defaultTabs: tabs.length > 0 ? tabs : undefined,
      shouldPersistHeaders: false,
      isHeadersEditorEnabled: true,
    }),
  );
})();

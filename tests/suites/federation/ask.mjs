// Requests to the service itself, and checks that are told by name.

/** Sends JSON and reads JSON. */
export const send = async (address, body, headers = {}) => {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${JSON.stringify(json)}`);
  return json;
};

/** The schema of the subgraph, as a gateway asks for it. */
export const sdlOf = async (url) => (await send(`${url}/graphql`, { query: "{ _service { sdl } }" })).data._service.sdl;

let failed = 0;
export const check = async (name, run) => {
  try {
    await run();
    console.log(`ok     ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${error.message}`);
  }
};
export const finish = () => {
  process.exitCode = failed === 0 ? 0 : 1;
};

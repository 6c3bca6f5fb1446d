// The differences that are there on purpose, each with its reason.
export const known = [];

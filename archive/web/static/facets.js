// What Datasette tells its table.js in an inline script.
var DATASETTE_ALLOW_FACET = document.currentScript.dataset.allowed === "true";

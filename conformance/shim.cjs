// Loaded by mocha before the suite. It points the SDK at the simulator and mends two slips of the
// suite itself, so that its tests reach what they mean to test. The SDK and the suite stay as published.
'use strict';

const { createRequire } = require('node:module');

const sdk = 'mangopay4-nodejs-sdk';
const config = require(`${sdk}/lib/config`);
config.baseUrl = process.env.SIMULATOR_URL;
config.errorHandler = (message, answer) => console.error(`${message}: ${JSON.stringify(answer)}`);

// One test reads response.statusCode, as the SDK's former HTTP library called it; axios calls it status.
const axios = createRequire(require.resolve(sdk))('axios');
axios.interceptors.response.use((response) => Object.assign(response, { statusCode: response.status }));

const api = require(`${sdk}/test/main`);
api.config.clientId = process.env.SIMULATOR_CLIENT_ID;
api.config.clientApiKey = process.env.SIMULATOR_API_KEY;
api.requestOptions.path.clientId = process.env.SIMULATOR_CLIENT_ID;

// One test calls a method of DisputeDocuments on Disputes, where the SDK does not have it.
api.Disputes.createDisputeDocumentConsult ??= (...args) => api.DisputeDocuments.createDisputeDocumentConsult(...args);

// Runs Rebilly's JavaScript SDK, as published, against a served world. The SDK's own option `urls` points it there,
// for live and for sandbox, before anything is sent.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { RebillyAPI, RebillyErrors } from 'rebilly-js-sdk';
import { serve, simulator } from './simulator.mjs';

const folder = mkdtempSync(join(tmpdir(), 'disputes-conformance-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const world = join(folder, 'world.db');
const server = await serve(world);
after(server.stop);
const api = connect();

/** Makes a client of the served world; the options replace what the server told its users to export. */
function connect(options = {}) {
  const { REBILLY_BASE_URL: url, REBILLY_API_KEY: apiKey, REBILLY_ORGANIZATION_ID: organizationId } = server.variables;
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  return RebillyAPI({ apiKey, organizationId, sandbox: true, urls: { live: url, sandbox: url }, ...options });
}

/** Makes an id that no other test uses. */
const unique = (prefix) => `${prefix}-${randomUUID()}`;

/** Makes a whole record of a dispute; the fields given replace those of the record. */
const record = (fields = {}) => ({
  transactionId: 'txn-1001',
  currency: 'EUR',
  amount: 45.5,
  acquirerReferenceNumber: '74537604221222132710572',
  caseId: 'CASE-1',
  reasonCode: '10.4',
  type: 'first-chargeback',
  status: 'response-needed',
  postedTime: '2026-03-02T09:00:00Z',
  deadlineTime: '2026-03-20T23:59:59Z',
  ...fields,
});

/** Asserts that a dispute holds a record; times are compared as instants. */
function assertHolds({ fields }, expected) {
  for (const [name, value] of Object.entries(expected)) {
    if (name.endsWith('Time') && value) assert.equal(Date.parse(fields[name]), Date.parse(value), name);
    else assert.equal(fields[name], value, name);
  }
}

/** Asserts that a call fails with an error of the SDK's class, and returns that error. */
async function fails(name, call) {
  const error = await call.then(() => assert.fail('the call succeeded'), (reason) => reason);
  assert.ok(error instanceof RebillyErrors[name], `${error.name} instead of ${name}: ${error.message}`);
  return error;
}

const ids = (collection) => collection.items.map(({ fields }) => fields.id);
const pdf = (text) => Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`);

describe('disputes', () => {
  it('create without an id', async () => {
    const dispute = await api.disputes.create({ data: record() });
    assert.equal(dispute.response.status, 201);
    assert.match(dispute.fields.id, /^dp_[0-9A-HJKMNP-TV-Z]{26}$/);
    assert.ok(dispute.response.headers.location.endsWith(`/disputes/${dispute.fields.id}`), dispute.response.headers.location);
    assert.ok(Number(dispute.response.headers['x-ratelimit-limit']) > Number(dispute.response.headers['x-ratelimit-remaining']));
    assertHolds(dispute, { ...record(), source: 'api', resolvedTime: null });
    assertHolds(await api.disputes.get({ id: dispute.fields.id }), record());
  });

  it('create with an id', async () => {
    const id = unique('dispute');
    const dispute = await api.disputes.create({ id, data: record() });
    assert.equal(dispute.response.status, 201);
    assertHolds(dispute, { id, ...record() });
  });

  it('create with an id that is taken', async () => {
    const id = unique('dispute');
    const first = await api.disputes.create({ id, data: record() });
    await fails('RebillyConflictError', api.disputes.create({ id, data: record({ amount: 1 }) }));
    assertHolds(await api.disputes.get({ id }), { ...record(), revision: first.fields.revision });
  });

  it('create without what may be left out', async () => {
    const { acquirerReferenceNumber, caseId, deadlineTime, ...required } = record();
    const dispute = await api.disputes.create({ id: unique('dispute'), data: required });
    assertHolds(dispute, { ...required, acquirerReferenceNumber: null, caseId: null, deadlineTime: null });
  });

  it('get', async () => {
    const id = unique('dispute');
    await api.disputes.create({ id, data: record() });
    const dispute = await api.disputes.get({ id });
    assert.equal(dispute.response.status, 200);
    assertHolds(dispute, { id, ...record() });
    for (const name of ['createdTime', 'updatedTime']) assert.ok(Date.parse(dispute.fields[name]) > 0, name);
    const rels = dispute.fields._links.map(({ rel }) => rel);
    assert.ok(['self', 'transaction'].every((rel) => rels.includes(rel)), rels.join());
  });

  it('update replaces the whole record', async () => {
    const id = unique('dispute');
    const before = await api.disputes.create({ id, data: record() });
    const { caseId, deadlineTime, ...rest } = record({ status: 'won', type: 'arbitration', amount: 45.51, reasonCode: '004' });
    const dispute = await api.disputes.update({ id, data: rest });
    assert.equal(dispute.response.status, 200);
    assertHolds(dispute, { ...rest, caseId: null, deadlineTime: null, revision: before.fields.revision + 1 });
    assert.ok(Date.parse(dispute.fields.resolvedTime) > 0);
    assert.equal(dispute.fields.createdTime, before.fields.createdTime);
    assertHolds(await api.disputes.get({ id }), rest);
  });

  it('update of an id that is free creates', async () => {
    const id = unique('dispute');
    const dispute = await api.disputes.update({ id, data: record() });
    assert.equal(dispute.response.status, 201);
    assertHolds(await api.disputes.get({ id }), record());
  });

  it('update with a time of another zone', async () => {
    const id = unique('dispute');
    await api.disputes.create({ id, data: record() });
    const data = record({ postedTime: '2026-03-02T11:00:00+02:00', deadlineTime: '2026-03-20T18:59:59-05:00' });
    assertHolds(await api.disputes.update({ id, data }), record());
  });

  it('what a gateway reports is there', async () => {
    const id = unique('gateway');
    await simulator(world, 'gateway', 'open', '--id', id, '--amount', '99.90', '--currency', 'EUR', '--deadline', '7d');
    assertHolds(await api.disputes.get({ id }), { source: 'webhook', amount: 99.9, currency: 'EUR' });
    await simulator(world, 'gateway', 'change', id, '--status', 'lost');
    assertHolds(await api.disputes.get({ id }), { status: 'lost', amount: 99.9 });
  });
});

describe('lists of disputes', () => {
  const transactionId = 'txn-1005';
  const filter = `transactionId:${transactionId}`;
  const statuses = ['response-needed', 'under-review', 'won', 'lost', 'forfeited', 'won', 'response-needed'];
  const all = statuses.map((_, number) => `listed-${number + 1}`);

  before(async () => {
    for (const [number, status] of statuses.entries()) {
      await api.disputes.create({ id: all[number], data: record({ transactionId, status, amount: 10 * (number + 1), caseId: null }) });
      await simulator(world, 'advance', '1h');
    }
  });

  const picks = async (condition) => ids(await api.disputes.getAll({ filter: `${filter};${condition}`, sort: 'createdTime' }));

  it('a page and its headers', async () => {
    const page = await api.disputes.getAll({ filter, sort: 'createdTime', limit: 3, offset: 3 });
    assert.deepEqual({ total: page.total, limit: page.limit, offset: page.offset }, { total: 7, limit: 3, offset: 3 });
    assert.deepEqual(ids(page), all.slice(3, 6));
  });

  it('the page beyond the last', async () => {
    const page = await api.disputes.getAll({ filter, limit: 3, offset: 9 });
    assert.equal(page.total, 7);
    assert.deepEqual(ids(page), []);
  });

  it('all pages, each dispute once', async () => {
    const found = [];
    for (let offset = 0; offset < 7; offset += 2) found.push(...ids(await api.disputes.getAll({ filter, sort: 'createdTime', limit: 2, offset })));
    assert.deepEqual(found, all);
  });

  it('a page of the usual size', async () => {
    const page = await api.disputes.getAll();
    assert.equal(page.limit, 100);
    assert.equal(page.total, page.items.length);
  });

  it('sort downwards', async () => {
    assert.deepEqual(ids(await api.disputes.getAll({ filter, sort: '-createdTime' })), all.toReversed());
  });

  it('sort by two fields', async () => {
    assert.deepEqual(ids(await api.disputes.getAll({ filter, sort: ['currency', '-createdTime'] })), all.toReversed());
  });

  it('filter by one value', async () => {
    assert.deepEqual(await picks('status:won'), ['listed-3', 'listed-6']);
  });

  it('filter by a value in other letters', async () => {
    assert.deepEqual(await picks('status:WON'), ['listed-3', 'listed-6']);
  });

  it('filter by several values', async () => {
    assert.deepEqual(await picks('status:lost,forfeited'), ['listed-4', 'listed-5']);
  });

  it('filter by what a value is not', async () => {
    assert.deepEqual(await picks('status:!response-needed,!won'), ['listed-2', 'listed-4', 'listed-5']);
  });

  it('filter by a range of amounts', async () => {
    assert.deepEqual(await picks('amount:30..40'), ['listed-3', 'listed-4']);
    assert.deepEqual(await picks('amount:60..'), ['listed-6', 'listed-7']);
    assert.deepEqual(await picks('amount:..10'), ['listed-1']);
  });

  it('filter by a range of times', async () => {
    const [first, second] = (await api.disputes.getAll({ filter, sort: 'createdTime', limit: 2 })).items;
    assert.deepEqual(await picks(`createdTime:${first.fields.createdTime}..${second.fields.createdTime}`), all.slice(0, 2));
  });

  it('expand the transaction', async () => {
    const { items } = await api.disputes.getAll({ filter, limit: 1, expand: 'transaction' });
    assert.equal(items[0].fields._embedded.transaction.id, transactionId);
  });

  it('a limit beyond 1000', async () => {
    await fails('RebillyValidationError', api.disputes.getAll({ limit: 1001 }));
  });

  it('an offset beyond 1000', async () => {
    await fails('RebillyValidationError', api.disputes.getAll({ offset: 1001 }));
  });
});

describe('errors', () => {
  it('an unknown dispute', async () => {
    const error = await fails('RebillyNotFoundError', api.disputes.get({ id: unique('nothing') }));
    assert.equal(error.status, 404);
    assert.equal(error.response.data.status, 404);
    assert.match(error.response.headers['content-type'], /^application\/json\b/);
  });

  it('fields that are missing', async () => {
    const error = await fails('RebillyValidationError', api.disputes.create({ data: { currency: 'EUR' } }));
    assert.equal(error.status, 422);
    const named = new Set(error.invalidFields.map(({ field }) => field));
    assert.deepEqual([...named].sort(), ['amount', 'postedTime', 'reasonCode', 'status', 'transactionId', 'type']);
    for (const { message } of error.invalidFields) assert.ok(message);
  });

  it('values that are not allowed', async () => {
    const data = record({ type: 'quarrel', currency: 'EURO', postedTime: 'yesterday', caseId: 'x'.repeat(101) });
    const error = await fails('RebillyValidationError', api.disputes.create({ id: unique('dispute'), data }));
    const named = new Set(error.invalidFields.map(({ field }) => field));
    assert.deepEqual([...named].sort(), ['caseId', 'currency', 'postedTime', 'type']);
  });

  it('too many requests', async () => {
    await simulator(world, 'faults', 'set', 'rate_limit', '--operation', 'rebilly_create_dispute', '--nth', '1', '--delay', '30s');
    const error = await fails('RebillyRequestError', api.disputes.create({ data: record() }));
    await simulator(world, 'faults', 'clear');
    assert.equal(error.status, 429);
    assert.equal(error.response.data.title, 'Rate Limit Exceeded');
    const reset = Number(error.response.headers['x-ratelimit-retry-after']);
    const now = Date.parse(error.response.headers.date) / 1000;
    assert.ok(Number.isInteger(reset) && reset > now && reset <= now + 31, `${reset} is not half a minute after ${now}`);
    assert.equal(error.response.headers['retry-after'], undefined);
  });

  it('a key that is not known', async () => {
    const error = await fails('RebillyForbiddenError', connect({ apiKey: 'sk_sandbox_unknown' }).disputes.getAll());
    assert.equal(error.status, 401);
  });

  it('no key at all', async () => {
    const error = await fails('RebillyForbiddenError', connect({ apiKey: null }).disputes.getAll());
    assert.equal(error.status, 401);
  });

  it('a key that may only read', async () => {
    await simulator(world, 'restrict-key', 'sk_sandbox_reader', 'GetDispute', 'GetDisputeCollection');
    const reader = connect({ apiKey: 'sk_sandbox_reader' });
    await reader.disputes.getAll({ limit: 1 });
    const error = await fails('RebillyRequestError', reader.disputes.update({ id: unique('dispute'), data: record() }));
    assert.equal(error.status, 403);
  });
});

describe('clients', () => {
  it('without an organization use the default one', async () => {
    const id = unique('dispute');
    const client = connect({ organizationId: null });
    assert.equal((await client.disputes.create({ id, data: record() })).response.status, 201);
    assert.equal((await client.disputes.create({ data: record() })).response.status, 201);
    assertHolds(await api.disputes.get({ id }), record());
  });

  it('with a session token', async () => {
    const client = connect({ apiKey: null });
    client.setSessionToken('simulator.rebilly.token');
    assert.equal((await client.disputes.getAll({ limit: 1 })).response.status, 200);
  });

  it('with a session token beside the key', async () => {
    const client = connect();
    client.setSessionToken('simulator.rebilly.token');
    assert.equal((await client.disputes.getAll({ limit: 1 })).response.status, 200);
  });
});

describe('files', () => {
  /** Uploads a PDF of its own in the JSON form. */
  const upload = (fields = {}, content = pdf(unique('page'))) =>
    api.files.upload({ fileObject: { file: content.toString('base64'), name: 'receipt.pdf', isPublic: false, ...fields } });

  it('upload in JSON', async () => {
    const content = pdf(unique('page'));
    const file = await upload({ description: 'Signed', tags: ['case-1'] }, content);
    assert.equal(file.response.status, 201);
    assert.ok(file.response.headers.location.endsWith(`/files/${file.fields.id}`), file.response.headers.location);
    const { name, description, tags, mime, size, sha1, isPublic } = file.fields;
    assert.deepEqual({ name, description, tags, mime, size, sha1, isPublic }, {
      name: 'receipt.pdf', description: 'Signed', tags: ['case-1'], mime: 'application/pdf', size: content.length,
      sha1: createHash('sha1').update(content).digest('hex'), isPublic: false,
    });
  });

  it('upload as a form', async () => {
    const content = pdf(unique('page'));
    const form = new FormData();
    form.append('file', new Blob([content], { type: 'application/pdf' }), 'form.pdf');
    const file = await api.files.upload({ fileObject: form });
    assert.equal(file.response.status, 201);
    assert.equal(file.fields.size, content.length);
  });

  it('upload as a raw body', async () => {
    const content = pdf(unique('page'));
    const file = await api.files.upload({ fileObject: new Blob([content], { type: 'application/pdf' }) });
    assert.equal(file.response.status, 201);
    assert.equal(file.fields.sha1, createHash('sha1').update(content).digest('hex'));
  });

  it('get and download', async () => {
    const content = pdf(unique('page'));
    const { fields: { id } } = await upload({}, content);
    assert.equal((await api.files.get({ id })).fields.size, content.length);
    assert.deepEqual(Buffer.from((await api.files.download({ id })).data), content);
  });

  it('update', async () => {
    const { fields: { id } } = await upload();
    const data = { name: 'contract.pdf', description: 'Countersigned', tags: ['case-2', 'legal'] };
    const file = await api.files.update({ id, data });
    assert.equal(file.response.status, 200);
    const { name, description, tags } = (await api.files.get({ id })).fields;
    assert.deepEqual({ name, description, tags }, data);
  });

  it('list by tag', async () => {
    const tag = unique('tag');
    const { fields: { id } } = await upload({ tags: [tag, 'other'] });
    await upload({ tags: ['other'] });
    const page = await api.files.getAll({ filter: `tags:${tag}` });
    assert.deepEqual(ids(page), [id]);
    assert.equal(page.total, 1);
  });

  it('delete', async () => {
    const { fields: { id } } = await upload();
    assert.equal((await api.files.delete({ id })).response.status, 204);
    await fails('RebillyNotFoundError', api.files.get({ id }));
    await fails('RebillyNotFoundError', api.files.delete({ id }));
  });

  it('an upload that is no file', async () => {
    await fails('RebillyValidationError', api.files.upload({ fileObject: { name: 'nothing.pdf' } }));
  });

  describe('attached to a dispute', () => {
    /** Makes a dispute and a file and returns the record of an attachment that joins them. */
    async function joined() {
      const relatedId = unique('dispute');
      await api.disputes.create({ id: relatedId, data: record() });
      return { fileId: (await upload()).fields.id, relatedId, relatedType: 'dispute', name: 'Receipt', description: 'Signed' };
    }

    const assertJoins = ({ fields }, expected) => assert.deepEqual(
      Object.fromEntries(Object.keys(expected).map((name) => [name, fields[name]])), expected);

    it('attach without an id', async () => {
      const data = await joined();
      const attachment = await api.files.attach({ data });
      assert.equal(attachment.response.status, 201);
      assert.match(attachment.fields.id, /^att_/);
      assertJoins(attachment, data);
    });

    it('attach with an id', async () => {
      const data = await joined();
      const id = unique('att');
      assert.equal((await api.files.attach({ id, data })).response.status, 201);
      assertJoins(await api.files.getAttachment({ id }), { id, ...data });
      await fails('RebillyConflictError', api.files.attach({ id, data }));
    });

    it('update an attachment', async () => {
      const data = await joined();
      const { fields: { id } } = await api.files.attach({ data });
      const attachment = await api.files.updateAttachment({ id, data: { ...data, name: 'Contract' } });
      assert.equal(attachment.response.status, 200);
      assertJoins(await api.files.getAttachment({ id }), { ...data, name: 'Contract' });
    });

    it('list the attachments of a dispute', async () => {
      const data = await joined();
      const { fields: { id } } = await api.files.attach({ data });
      await api.files.attach({ data: await joined() });
      const page = await api.files.getAllAttachments({ filter: `relatedType:dispute;relatedId:${data.relatedId}` });
      assert.deepEqual(ids(page), [id]);
      assert.equal(page.total, 1);
    });

    it('detach', async () => {
      const data = await joined();
      const { fields: { id } } = await api.files.attach({ data });
      assert.equal((await api.files.detach({ id })).response.status, 204);
      await fails('RebillyNotFoundError', api.files.getAttachment({ id }));
      assert.equal((await api.files.get({ id: data.fileId })).fields.id, data.fileId);
    });

    it('detach and delete', async () => {
      const data = await joined();
      const { fields: { id } } = await api.files.attach({ data });
      await api.files.detachAndDelete({ id: data.fileId });
      await fails('RebillyNotFoundError', api.files.getAttachment({ id }));
      await fails('RebillyNotFoundError', api.files.get({ id: data.fileId }));
    });

    it('attach a file that is unknown', async () => {
      const data = { ...(await joined()), fileId: unique('file') };
      await fails('RebillyValidationError', api.files.attach({ data }));
    });
  });
});

describe('the journal', () => {
  it('has every endpoint and nothing else', async () => {
    const requests = JSON.parse(await simulator(world, 'journal', '--json'));
    const called = new Set(requests.map(({ operation }) => operation));
    const objects = { disputes: 'dispute', files: 'file', attachments: 'attachment' };
    const expected = Object.entries(objects).flatMap(([many, one]) =>
      [`list_${many}`, `create_${one}`, `get_${one}`, one === 'file' ? 'update_file' : `put_${one}`]);
    expected.push('delete_file', 'download_file', 'delete_attachment');
    assert.deepEqual([...called].sort(), expected.map((name) => `rebilly_${name}`).sort());
    // The library ends the path of a creation without an id with a slash, which the real API must take.
    assert.ok(requests.some(({ method, path }) => method === 'POST' && path.endsWith('/disputes/')));
  });
});

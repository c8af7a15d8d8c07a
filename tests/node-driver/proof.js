// usage: node proof.js <connection string> <database>
// Drives a server through MongoDB's own driver. Each line on stdout is {"step": name, "ok": bool, ...} in Extended JSON;
// the last one is {"step": "documents", ...} with everything left in the collection "kept", for another client to compare.
import { BSON, Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, MongoClient, ObjectId, Timestamp, UUID, BSONRegExp, Code } from 'mongodb';

const [uri, databaseName] = process.argv.slice(2);
const print = line => console.log(BSON.EJSON.stringify(line, { relaxed: false }));
let failures = 0;

const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000, appName: 'node-proof', retryWrites: true, retryReads: true });

async function step(name, body) {
  try {
    print({ step: name, ok: true, result: (await body()) ?? null });
  } catch (error) {
    failures++;
    print({ step: name, ok: false, error: String(error?.stack ?? error), code: error?.code ?? null });
  }
}

function expect(condition, fact) {
  if (!condition) throw new Error(`not so: ${fact}`);
}

async function failure(body) {
  try {
    await body();
  } catch (error) {
    return error;
  }
  throw new Error('no error came');
}

const fail = data => client.db('admin').command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data });

await client.connect();
const db = client.db(databaseName);

await step('hello', async () => {
  const hello = await db.admin().command({ hello: 1 });
  expect(hello.setName && hello.isWritablePrimary, 'a primary of a replica set');
  return { maxWireVersion: hello.maxWireVersion };
});

await step('crud', async () => {
  const c = db.collection('crud');
  expect((await c.insertMany([{ _id: 1, a: 1 }, { _id: 2, a: 2 }, { _id: 3, a: 3 }])).insertedCount === 3, 'three inserted');
  expect((await c.updateOne({ _id: 1 }, { $set: { b: 'x' } })).modifiedCount === 1, 'one modified');
  expect((await c.updateMany({}, [{ $set: { c: { $add: ['$a', 1] } } }])).modifiedCount === 3, 'three modified by a pipeline');
  expect((await c.replaceOne({ _id: 9 }, { z: 1 }, { upsert: true })).upsertedId === 9, 'one upserted');
  expect((await c.deleteOne({ _id: 9 })).deletedCount === 1, 'one deleted');
  const before = await c.findOneAndUpdate({ _id: 2 }, { $inc: { a: 10 } });
  expect(before.a === 2, 'the old document comes back');
  expect((await c.countDocuments({ a: { $gt: 2 } })) === 2, 'two are counted');
  expect((await c.estimatedDocumentCount()) === 3, 'three are estimated');
  expect((await c.distinct('c')).length === 3, 'three distinct values');
  return c.find().sort({ _id: -1 }).toArray();
});

await step('duplicate key', async () => {
  const error = await failure(() => db.collection('crud').insertOne({ _id: 1 }));
  expect(error.code === 11000 && error.keyPattern?._id === 1 && error.keyValue?._id === 1, 'code 11000 with pattern and value');
  return error.message;
});

await step('bulk write', async () => {
  const result = await db.collection('bulk').bulkWrite([
    { insertOne: { document: { _id: 1 } } }, { updateOne: { filter: { _id: 1 }, update: { $set: { a: 1 } } } }, { deleteOne: { filter: { _id: 1 } } },
    { updateOne: { filter: { _id: 5 }, update: { $set: { a: 5 } }, upsert: true } },
  ]);
  expect(result.insertedCount === 1 && result.modifiedCount === 1 && result.deletedCount === 1 && result.upsertedCount === 1, 'each kind counted once');
});

await step('client bulk write', async () => {
  const result = await client.bulkWrite([
    { namespace: `${databaseName}.one`, name: 'insertOne', document: { _id: 1, n: 1 } },
    { namespace: `${databaseName}.two`, name: 'insertOne', document: { _id: 1, n: 1 } },
    { namespace: `${databaseName}.one`, name: 'updateOne', filter: { _id: 1 }, update: { $inc: { n: 1 } } },
    { namespace: `${databaseName}.two`, name: 'deleteMany', filter: {} },
  ], { verboseResults: true });
  expect(result.insertedCount === 2 && result.modifiedCount === 1 && result.deletedCount === 1, 'counts over two collections');
  expect(result.updateResults.get(2).modifiedCount === 1, 'the result of one statement');
});

await step('cursors', async () => {
  const c = db.collection('many');
  await c.insertMany(Array.from({ length: 2500 }, (_, i) => ({ _id: i, k: i % 7 })));
  let seen = 0;
  for await (const document of c.find({}, { batchSize: 100 }).sort({ _id: 1 })) expect(document._id === seen++, 'every document once, in order');
  expect(seen === 2500, 'all documents');
  const half = c.find({}, { batchSize: 10 });
  await half.next();
  await half.close();
  const groups = await c.aggregate([{ $group: { _id: '$k', n: { $sum: 1 } } }, { $sort: { _id: 1 } }], { cursor: { batchSize: 2 } }).toArray();
  expect(groups.length === 7 && groups[0].n === 358, 'seven groups over several pages');
});

await step('aggregation to a collection', async () => {
  await db.collection('many').aggregate([{ $match: { k: 3 } }, { $out: 'threes' }]).toArray();
  await db.collection('threes').aggregate([{ $set: { marked: true } }, { $merge: { into: 'many', on: '_id', whenMatched: 'merge' } }]).toArray();
  expect((await db.collection('many').countDocuments({ marked: true })) === (await db.collection('threes').countDocuments()), 'all were merged');
});

await step('indexes', async () => {
  const c = db.collection('indexed');
  await c.createIndex({ a: 1, b: -1 }, { unique: true, name: 'ab' });
  await c.createIndex({ t: 1 }, { expireAfterSeconds: 3600 });
  await c.insertOne({ a: 1 });
  const error = await failure(() => c.insertOne({ a: 1 }));
  expect(error.code === 11000, 'a descending unique index refuses a missing field twice');
  const indexes = await c.indexes();
  expect(indexes.every(index => !('storageEngine' in index)), 'no storage details');
  await c.dropIndex('ab');
  return indexes.map(index => index.name);
});

await step('collections', async () => {
  await db.createCollection('checked', { validator: { $jsonSchema: { required: ['x'] } } });
  expect((await failure(() => db.collection('checked').insertOne({ y: 1 }))).code === 121, 'the validator refuses');
  await db.collection('checked').insertOne({ x: 1 });
  await db.renameCollection('checked', 'renamed');
  expect(await db.collection('renamed').drop(), 'dropped');
  await db.createCollection('view', { viewOn: 'crud', pipeline: [{ $project: { a: 1 } }] });
  expect((await db.collection('view').findOne({ _id: 1 })).a === 1, 'a view reads');
  return (await db.listCollections({}, { nameOnly: true }).toArray()).map(c => c.name).sort();
});

await step('transaction commits', async () => {
  const c = db.collection('accounts');
  await c.insertMany([{ _id: 'a', v: 10 }, { _id: 'b', v: 0 }]);
  await client.withSession(session => session.withTransaction(async () => {
    await c.updateOne({ _id: 'a' }, { $inc: { v: -4 } }, { session });
    await c.updateOne({ _id: 'b' }, { $inc: { v: 4 } }, { session });
    expect((await c.findOne({ _id: 'b' })).v === 0, 'others do not see it yet');
    expect((await c.findOne({ _id: 'b' }, { session })).v === 4, 'it sees itself');
  }));
  expect((await c.findOne({ _id: 'b' })).v === 4, 'all see it after the commit');
});

await step('transaction aborts', async () => {
  const c = db.collection('accounts');
  await client.withSession(async session => {
    session.startTransaction();
    await c.insertOne({ _id: 'c' }, { session });
    await session.abortTransaction();
  });
  expect((await c.findOne({ _id: 'c' })) === null, 'nothing is left');
});

await step('write conflict', async () => {
  const c = db.collection('accounts');
  const [one, two] = [client.startSession(), client.startSession()];
  one.startTransaction();
  two.startTransaction();
  await c.updateOne({ _id: 'a' }, { $inc: { v: 1 } }, { session: one });
  const error = await failure(() => c.updateOne({ _id: 'a' }, { $inc: { v: 1 } }, { session: two }));
  expect(error.code === 112 && error.hasErrorLabel('TransientTransactionError'), 'the second one is told to try again');
  await two.abortTransaction();
  await one.commitTransaction();
  await Promise.all([one.endSession(), two.endSession()]);
});

await step('transaction is retried', async () => {
  const c = db.collection('accounts');
  let attempts = 0;
  await client.withSession(session => session.withTransaction(async () => {
    attempts++;
    if (attempts === 1) await fail({ failCommands: ['insert'], errorCode: 112, errorLabels: ['TransientTransactionError'] });
    await c.insertOne({ _id: 'retried' }, { session });
  }));
  expect(attempts === 2, 'two attempts');
});

await step('no drop in a transaction', async () => {
  const session = client.startSession();
  session.startTransaction();
  const error = await failure(() => db.command({ drop: 'accounts' }, { session }));
  await session.abortTransaction();
  await session.endSession();
  expect(error.code === 263, 'code 263');
});

await step('retryable write', async () => {
  const c = db.collection('retried');
  await fail({ failCommands: ['insert'], closeConnection: true });
  await c.insertOne({ _id: 1 });
  await fail({ failCommands: ['update'], errorCode: 91 });
  await c.updateOne({ _id: 1 }, { $inc: { n: 1 } });
  await fail({ failCommands: ['find'], errorCode: 11600 });
  expect((await c.findOne({ _id: 1 })).n === 1, 'the update ran once');
});

await step('write concern error', async () => {
  await fail({ failCommands: ['insert'], writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } });
  const error = await failure(() => db.collection('retried').insertOne({ _id: 2 }));
  expect(error.code === 64, 'the write concern error is told');
});

await step('time limit', async () => {
  const error = await failure(() => db.collection('many').aggregate(
    [{ $lookup: { from: 'many', let: { k: '$k' }, pipeline: [{ $match: { $expr: { $eq: ['$k', '$$k'] } } }], as: 'x' } }, { $group: { _id: null, n: { $sum: { $size: '$x' } } } }], { maxTimeMS: 50 }).toArray());
  expect(error.code === 50, 'code 50');
});

await step('unknown command', async () => {
  const error = await failure(() => db.command({ doesNotExist: 1 }));
  expect(error.code === 59, 'code 59');
});

await step('every type', async () => {
  await db.collection('kept').insertOne({
    _id: new ObjectId('507f1f77bcf86cd799439011'), double: new Double(1.5), string: 'zażółć \u{1F600}', document: { a: new Int32(1) }, array: [new Int32(1), 'b', null],
    binary: new Binary(Buffer.from([1, 2, 3]), 5), uuid: new UUID('73ffd264-44b3-4c69-90e8-e7d1dfc035d4'), bool: true, date: new Date(1_600_000_000_123), nothing: null,
    regex: new BSONRegExp('^a', 'i'), code: new Code('f()'), int: new Int32(7), timestamp: new Timestamp({ t: 5, i: 6 }), long: Long.fromString('9007199254740993'),
    decimal: Decimal128.fromString('1.10'), min: new MinKey(), max: new MaxKey(), 'dotted.name': 1, $dollar: 1, '': 'empty name',
  });
  await db.collection('kept').insertMany(Array.from({ length: 50 }, (_, i) => ({ _id: i, square: new Double(i * i), text: `number ${i}` })));
});

const kept = await db.collection('kept').find({}, { promoteValues: false, sort: { _id: 1 } }).toArray();
print({ step: 'documents', ok: true, collection: 'kept', documents: kept });
await client.close();
process.exitCode = failures === 0 ? 0 : 1;

const BATCH_SIZE = 1000;

export async function up(db, collection) {
  // migrate-mongo hands over its client here.
  const target = db.collection(typeof collection === "string" ? collection : "migratemongo");
  let batch = [];
  for await (const { _id, foo, bar } of target.find({}, { batchSize: BATCH_SIZE })) {
    batch.push({ updateOne: { filter: { _id }, update: { $set: { baz: foo + String(bar) } } } });
    if (batch.length === BATCH_SIZE) {
      await target.bulkWrite(batch);
      batch = [];
    }
  }

  if (batch.length > 0) {
    await target.bulkWrite(batch);
  }
}

export async function down(db) {
  await db.collection("migratemongo").updateMany({}, { $unset: { baz: "" } });
}

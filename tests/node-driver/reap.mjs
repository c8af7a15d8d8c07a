import { MongoClient } from 'mongodb';
const c = await MongoClient.connect('mongodb://127.0.0.1:27555/?replicaSet=rs0');
const s = c.startSession(); s.startTransaction(); await c.db('x').collection('y').insertOne({_id:1},{session:s});
await new Promise(r=>setTimeout(r,63000));
try { await s.commitTransaction(); console.log('committed?!'); } catch (e) { console.log('reaper', e.code, e.errorLabels, e.message); }
await c.close();

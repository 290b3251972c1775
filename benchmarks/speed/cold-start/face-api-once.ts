/**
 * One photograph with face-api, from nothing: `node face-api-once.js PHOTOGRAPH`.
 *
 * @module
 */
import { loadFaceApi } from "../peers/face-api.js";

const { classify } = await loadFaceApi();
process.stdout.write(`${(await classify(process.argv[2])).length}\n`);

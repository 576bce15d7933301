import { byCodePoint } from "../../cloud/percent.ts";
import { createDigests } from "../../cloud/rpc/native-digests.ts";
import type { World } from "../../cloud/world/world.ts";
import { OssError } from "./errors.ts";
import type { BucketDescription, OssWorld } from "./world.ts";

/** An object; never changed, only replaced. */
export interface StoredObject {
  readonly body: Uint8Array<ArrayBuffer>;
  /** With its quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
  /** Content-Type and others of its kind, and `x-oss-meta-…`, as they are given back. */
  readonly headers: Readonly<Record<string, string>>;
  readonly type: "Normal" | "Multipart";
}

/** A multipart upload that is under way. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedMs: number;
  readonly headers: StoredObject["headers"];
  readonly parts: ReadonlyMap<number, StoredObject>;
}

/** A bucket. */
export interface Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly regionId: string;
  readonly acl: NonNullable<BucketDescription["acl"]>;
  readonly createdMs: number;
  readonly objects: ReadonlyMap<string, StoredObject>;
  readonly uploads: ReadonlyMap<string, Upload>;
}

/** The buckets of a world. */
export interface OssStore {
  buckets(): readonly Bucket[];
  find(name: string): Bucket | undefined;
  /** @throws `OssError` when there is no such bucket. */
  bucket(name: string): Bucket;
  putBucket(bucket: Bucket): void;
  deleteBucket(name: string): void;
  /** Replaces an object, or deletes it. */
  setObject(bucket: string, key: string, object: StoredObject | undefined): void;
  setUpload(bucket: string, id: string, upload: Upload | undefined): void;
  newUploadId(): string;
  /** An object of these bytes. */
  objectOf(body: Uint8Array<ArrayBuffer>, modifiedMs: number, headers: StoredObject["headers"]): StoredObject;
}

/** A bucket as it is kept: its content changes in place, because a copy for each object would cost more than the request. */
interface KeptBucket extends Bucket {
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
}

/** For `world.use`. @throws `TypeError` for a bucket that is described twice or belongs to nobody. */
export function createOssStore(world: World<OssWorld>): OssStore {
  const random = world.random("oss");
  const digests = createDigests();
  let buckets = new Map<string, KeptBucket>();
  const objectOf: OssStore["objectOf"] = (body, modifiedMs, headers) => {
    const etag = `"${digests.md5(body).toUpperCase()}"`;
    return { body, etag, modifiedMs, headers, type: "Normal" };
  };
  const accounts = world.description.accounts.map(({ id }) => id);
  const nowMs = world.clock.now() + world.serverClockOffsetMs;
  for (const { name, accountId = accounts[0] ?? "", ...rest } of world.description.oss?.buckets ?? []) {
    if (buckets.has(name)) throw new TypeError(`the world describes the bucket ${name} twice`);
    if (!accounts.includes(accountId))
      throw new TypeError(`the world has no account ${accountId}, which the bucket ${name} names`);
    const objects = Object.entries(rest.objects ?? {}).map(([key, text]) => {
      const body = new TextEncoder().encode(text);
      return [key, objectOf(body, nowMs, { "content-type": "text/plain" })] as const;
    });
    buckets.set(name, {
      name,
      accountId,
      regionId: rest.regionId ?? "cn-hangzhou",
      acl: rest.acl ?? "private",
      createdMs: nowMs,
      objects: new Map(objects),
      uploads: new Map(),
    });
  }
  world.state.add("oss", {
    snapshot: () => copied(buckets),
    restore(saved) {
      buckets = copied(saved as ReadonlyMap<string, Bucket>);
    },
  });

  function bucket(name: string): KeptBucket {
    const found = buckets.get(name);
    if (found === undefined) throw new OssError("NoSuchBucket", { fields: { BucketName: name } });
    return found;
  }

  return {
    buckets: () => [...buckets.values()].toSorted((a, b) => byCodePoint(a.name, b.name)),
    find: (name) => buckets.get(name),
    bucket,
    putBucket: (made) => void buckets.set(made.name, keptOf(made)),
    deleteBucket: (name) => void buckets.delete(name),
    setObject: (name, key, object) => setOrDelete(bucket(name).objects, key, object),
    setUpload: (name, id, upload) => setOrDelete(bucket(name).uploads, id, upload),
    objectOf,
    newUploadId: () => random.text(32, "0123456789ABCDEF"),
  };
}

/** @throws `OssError` `NoSuchKey`. */
export function findObject(bucket: Bucket, key: string): StoredObject {
  const object = bucket.objects.get(key);
  if (object === undefined) throw new OssError("NoSuchKey", { fields: { Key: key } });
  return object;
}

function keptOf(bucket: Bucket): KeptBucket {
  return { ...bucket, objects: new Map(bucket.objects), uploads: new Map(bucket.uploads) };
}

function copied(buckets: ReadonlyMap<string, Bucket>): Map<string, KeptBucket> {
  return new Map([...buckets].map(([name, bucket]) => [name, keptOf(bucket)]));
}

function setOrDelete<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

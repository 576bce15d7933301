"""The official client of OSS for Python: python oss.py CONFIG"""

import json
import sys
import urllib.request

import oss2
from oss2.credentials import Credentials

given = json.loads(sys.argv[1])


def keys(which=""):
    names = ("accessKeyId", "accessKeySecret", "securityToken")
    return Credentials(*(given[which + name[0].upper() + name[1:] if which else name] for name in names))


class Provider:
    def __init__(self):
        self.session = keys()

    def get_credentials(self):
        return self.session


provider = Provider()
auth = oss2.ProviderAuthV4(provider) if given["signature"] == "v4" else oss2.ProviderAuth(provider)
bucket = oss2.Bucket(auth, given["endpoint"], given["bucket"], region=given["region"])


def code_of(call):
    try:
        call()
    except oss2.exceptions.OssError as error:
        return error.code
    return "no error"


def objects():
    key = "a b+c/中.txt"
    bucket.put_object(key, b"hello oss")
    whole = bucket.get_object(key).read().decode()
    part = bucket.get_object(key, byte_range=(1, 4)).read().decode()
    return f"{whole} {part} {bucket.head_object(key).content_length}"


def lists():
    for key in ("list/a b", "list/c/d"):
        bucket.put_object(key, b"x")
    first = bucket.list_objects(prefix="list/", delimiter="/")
    second = bucket.list_objects_v2(prefix="list/", delimiter="/")
    shown = [",".join([one.key for one in page.object_list] + page.prefix_list) for page in (first, second)]
    return " ".join(shown)


def copy():
    bucket.put_object("from x", b"copied")
    bucket.copy_object(given["bucket"], "from x", "to y")
    return bucket.get_object("to y").read().decode()


def multipart():
    upload = bucket.init_multipart_upload("big").upload_id
    parts = []
    for number, (letter, size) in enumerate((("a", 102400), ("b", 102400), ("c", 3)), 1):
        done = bucket.upload_part("big", upload, number, letter.encode() * size)
        parts.append(oss2.models.PartInfo(number, done.etag))
        provider.session = keys("next")
    etag = bucket.complete_multipart_upload("big", upload, parts).etag
    return f"{bucket.head_object('big').content_length} {etag.split('-')[1]}"


def presigned():
    bucket.put_object("shared", b"by address")
    return urllib.request.urlopen(bucket.sign_url("GET", "shared", 60)).read().decode()


def delete():
    bucket.put_object("gone", b"x")
    bucket.delete_object("gone")
    return code_of(lambda: bucket.get_object("gone"))


def expired():
    provider.session = keys("expired")
    return code_of(lambda: bucket.get_object("shared"))


try:
    answer = {"result": globals()[given["call"]]()}
except Exception as error:
    answer = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps(answer))

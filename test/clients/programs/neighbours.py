"""Tools that read the variables of neighbours: python neighbours.py prints what each of them makes of its own."""

import json
import logging

import alibabacloud_oss_v2 as oss
from odps.accounts import from_environments

# PyODPS logs the token.
logging.disable(logging.CRITICAL)


def of_oss():
    credentials = oss.credentials.EnvironmentVariableCredentialsProvider().get_credentials()
    return credentials.access_key_id, credentials.access_key_secret, credentials.security_token


def of_odps():
    account = from_environments()
    return account.access_id, account.secret_access_key, account.sts_token


def answer(read):
    try:
        names = ("accessKeyId", "accessKeySecret", "securityToken")
        return dict(zip(names, read()))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


print(json.dumps({"OSS SDK for Python": answer(of_oss), "PyODPS": answer(of_odps)}))

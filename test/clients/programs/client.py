"""The official client of Python: python client.py CONFIG"""

import json
import re
import sys

from alibabacloud_credentials.client import Client
from alibabacloud_credentials.models import Config


def run(given):
    fields = {re.sub(r"([A-Z])", lambda match: "_" + match[1].lower(), name): value for name, value in given.items()}
    client = Client(Config(**fields)) if fields else Client()
    if given.get("type") == "bearer":
        return {"bearerToken": client.get_bearer_token()}
    credential = client.get_credential()
    return {
        "accessKeyId": credential.access_key_id,
        "accessKeySecret": credential.access_key_secret,
        "securityToken": credential.security_token,
    }


try:
    answer = run(json.loads(sys.argv[1]))
except Exception as error:
    answer = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps({name: value for name, value in answer.items() if value}))

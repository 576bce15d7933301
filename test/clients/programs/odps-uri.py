"""PyODPS with a credentials URI: python odps-uri.py ENDPOINT URI asks the endpoint with two sessions, one after the other."""

import logging
import sys
import time

from alibabacloud_credentials.client import Client
from alibabacloud_credentials.models import Config
from odps import ODPS
from odps.accounts import CredentialProviderAccount

# PyODPS logs what it signs.
logging.disable(logging.CRITICAL)

endpoint, uri = sys.argv[1:]
account = CredentialProviderAccount(Client(Config(type="credentials_uri", credentials_uri=uri)))
odps = ODPS(account=account, project="tables", endpoint=endpoint)
seen = set()
while len(seen) < 2:
    odps.rest.get(f"{endpoint}/projects/tables", params={"tables": "", "maxitems": "1"})
    seen.add(account.access_id)
    time.sleep(0.2)

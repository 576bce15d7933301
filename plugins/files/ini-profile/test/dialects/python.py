"""Prints how Python's configparser, and Alibaba Cloud's client for Python on top of it, read the corpus.

python3 python.py < corpus.json > python.json
"""

import configparser
import json
import sys


def read(text):
    """As alibabacloud_credentials/provider/profile.py makes and asks its parser."""
    config = configparser.ConfigParser()
    config.read_string(text)
    return {section: dict(config.items(section)) for section in config.sections()}


def cut(value):
    """As that client does with every value."""
    return value.split("#")[0].strip()


answers = {}
for entry in json.load(sys.stdin):
    try:
        sections = read(entry["text"].replace("\r\n", "\n").replace("\r", "\n"))
        client = {name: {key: cut(value) for key, value in section.items()} for name, section in sections.items()}
        answers[entry["name"]] = {"parser": sections, "client": client}
    except configparser.Error as error:
        answers[entry["name"]] = {"error": type(error).__name__}
json.dump(answers, sys.stdout, indent=2)
sys.stdout.write("\n")

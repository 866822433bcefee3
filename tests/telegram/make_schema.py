"""Write schema.json: the parameters of the Bot API, from the sdist of aiogram.

python -m tests.telegram.make_schema aiogram-3.31.0.tar.gz
"""

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

SCHEMA: Final = Path(__file__).with_name("schema.json")
INSIDE: Final = ".butcher/schema/schema.json"
LICENCE: Final = "LICENSE"
PLAIN: Final = {"Integer", "String", "Boolean", "True", "Float", "InputFile"}
_ONE_OF: Final = re.compile(r"^ ?- (?P<name>[A-Z]\w+)", re.MULTILINE)
Json = dict[str, Any]


def read(sdist: Path) -> tuple[Json, Json]:
    """Where a schema comes from, and the schema.

    Args:
        sdist: a directory or a .tar.gz file whose name ends in the version.
    """
    folder = sdist.name.removesuffix(".tar.gz")
    if sdist.is_dir():
        texts = [(sdist / name).read_text("utf-8") for name in (INSIDE, LICENCE)]
    else:
        with tarfile.open(sdist) as archive:
            texts = [_member(archive, f"{folder}/{name}") for name in (INSIDE, LICENCE)]
    header = {
        "source": f"aiogram {folder.rpartition('-')[2]}",
        "licence": "MIT",
        "copyright": texts[1].partition("\n")[0],
    }
    return header, json.loads(texts[0])


def _member(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(name)
    if file is None:
        raise FileNotFoundError(name)
    return file.read().decode()


def compact(header: Json, schema: Json) -> Json:
    """What a check of parameters needs, and nothing else."""
    entities = {entity["name"]: entity for group in schema["items"] for entity in group["children"]}
    methods = {
        name: _fields(entity) for name, entity in sorted(entities.items()) if name[0].islower()
    }
    types: dict[str, Json | list[str]] = {}
    waiting = list(_mentioned(methods.values()))
    while waiting:
        name = waiting.pop()
        if name in types or name in PLAIN:
            continue
        fields = _fields(entities[name])
        types[name] = fields or _alternatives(entities[name])
        waiting += types[name] if isinstance(types[name], list) else _mentioned([fields])
    header = {"bot_api": schema["api"]["version"], **header}
    return {**header, "methods": methods, "types": dict(sorted(types.items()))}


def _fields(entity: Json) -> Json:
    """Each field: its types, and whether it is required."""
    return {
        field["name"]: [_types(field["type"]), bool(field.get("required"))]
        for field in entity["annotations"]
    }


def _types(words: str) -> list[str]:
    """The types of a field: "[" before a name for each array around it."""
    arrays = words.count("Array of ")
    names = re.split(r", | or | and ", words.replace("Array of ", ""))
    return ["[" * arrays + name for name in names]


def _alternatives(entity: Json) -> list[str]:
    """The types that one may be, as its description lists them."""
    return _ONE_OF.findall(entity["description"])


def _mentioned(shapes: Any) -> Iterator[str]:  # noqa: ANN401 - any number of mappings
    for fields in shapes:
        for types, _ in fields.values():
            yield from (name.lstrip("[") for name in types)


def main(arguments: list[str]) -> None:
    """Write the file."""
    found = compact(*read(Path(arguments[0])))
    parts = [
        f'"{name}":{{\n'
        + ",\n".join(
            f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}"
            for key, value in found.pop(name).items()
        )
        + "\n}"
        for name in ("methods", "types")
    ]
    header = json.dumps(found)[:-1]
    SCHEMA.write_text(header + ",\n" + ",\n".join(parts) + "}\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

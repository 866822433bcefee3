"""Where the data files are."""

from pathlib import Path

import pytest

from bot import paths


def test_a_checkout_has_its_data_beside_the_package() -> None:
    """In a checkout flows/ and locales/ stand beside bot/."""
    root = Path(paths.__file__).parent.parent
    assert (root / "flows", root / "locales") == (paths.FLOWS, paths.LOCALES)
    assert (paths.FLOWS / "common.yaml").is_file()


def test_a_wheel_has_its_data_inside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a wheel they are folders of the package, and go before any others."""
    (tmp_path / "bot" / "_flows").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "bot")
    monkeypatch.setattr(paths, "_ROOT", tmp_path)
    assert paths._data("flows") == tmp_path / "bot" / "_flows"  # noqa: SLF001 - there is no other way
    assert paths._data("locales") == tmp_path / "locales"  # noqa: SLF001

"""site-gen: 特定個人情報保護評価書 kept as YAML become a static site that can be read, searched and cited."""

__version__ = "0.1.0"

"""Repair pages whose pinyin annotations were put in byte by byte (docs/design.md §5).

The mechanism: in a GBK page each occurrence of a character's two bytes became the same two bytes
and ``(reading)``, wherever the bytes stood. Astride two characters this tears the second one
apart, and the text is read one byte out of step until an ASCII byte or another annotation. All
texts that give exactly the damaged stretch are laid out in a lattice and weighed by the page's own
rules and words; what is clearly the most probable is accepted, the rest flagged.
"""

from policycompare.normalize.byteshift.repair import repair_byte_shift

__all__ = ["repair_byte_shift"]

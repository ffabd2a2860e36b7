"""Entries in the database, packed: short texts that are much alike, each read by itself.

Deflate with a preset dictionary (RFC 1950, 2.2): what nearly every entry holds need not stand in
any of them. The dictionary is part of the form; another one needs another derivation.
"""

import zlib

_LEVEL = 6
# the rarest first: what stands last costs least to refer to
_LIKE_MOST = (
    b'"wallet:XBT","wallet:ETH","linked_to":["titles":["birth_places":["nationalities":["Russia",'
    b'["Iran",["DPRK2",["NPWMD",["SDNTK",["UKRAINE-EO13661",["RUSSIA-EO14024",["SDGT",["IFSR",'
    b'"Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions: '
    b'North Korea Sanctions Regulations section 510.214","Secondary sanctions risk: section 1(b) '
    b"of Executive Order 13224, as amended by Executive Order 13886; Secondary sanctions risk: "
    b'Ukraine-/Russia-Related Sanctions Regulations, 31 CFR 589.201 and/or 589.209; "'
    b'"secondary_sanctions","Organization Established Date","Tax ID No.","Registration Number",'
    b'"passport","national_id","Passport ; National ID No. ; Gender Male; Gender Female; '
    b"nationality ; citizen ; POB , ; alt. POB ; DOB 01 Jan 19; alt. DOB circa 19; Linked To: "
    b'Identification Number ; Additional Sanctions Information - Subject to Secondary Sanctions"'
    b',"weak",null,null],["acronym",null,null],["former",null,null],["alias",null,null],["'
    b'"primary",null,null]],"remarks":"a.k.a. \'","source":"us_ofac_sdn","uid":"'
    b'{"addresses":[[null,null,null,null,"Russia",null]],"authority":"us_ofac",'
    b'"births":[["19","19",false]],"details":[["gender","Male"],["gender","Female"]],'
    b'"identifiers":[["tax_id",null,null,null,null]],"kind":"person","kind":"organisation",'
    b'"listings":[["SDGT",["asset_freeze"],[],null,null,null,null,null]],"names":[["'
)


def pack(line: str, base: str | None = None) -> bytes:
    """A line of JSON, packed; against `base`, an earlier one that it is much like, if given."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, zdict=_like(base))
    return packer.compress(line.encode()) + packer.flush()


def unpack(packed: bytes, base: bytes | None = None) -> str:
    """The line again; `base` is what it was packed against, itself as it was packed."""
    like = None if base is None else unpack(base)
    reader = zlib.decompressobj(zlib.MAX_WBITS, zdict=_like(like))
    return (reader.decompress(packed) + reader.flush()).decode()


def _like(base: str | None) -> bytes:
    return _LIKE_MOST if base is None else _LIKE_MOST + base.encode()

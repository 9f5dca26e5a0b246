"""This module holds the sentences that every report ends with: how its numbers are to be read."""

READING = (
    "Every number stands with the count of cases behind it (n) and, if it is an estimate, with its interval of 95 %.",
    "“Before” is the median of the team's own 13 weeks before, with the limits within which it has been moving.",
    (
        "“Insufficient” means too few cases, “unknown” that these facts cannot tell, “suppressed” that the number "
        "would point at somebody: none of them is a zero."
    ),
    "A published level stands beside the team's own level only, a published change beside its own change only.",
    "Nobody is ranked. Numbers are the team's; whoever reads most stands in them without a name.",
)

"""Read mails and tickets: what of a message is the writer's own words, and what is letter form, quote or footer.

In: the text of a message, or a mail file (.eml, .mbox). Out: the writer's own words, counts of what was left out, and
the names of people who occur only there. Phrases and patterns are data: one file per language.
"""

"""Tables of surveys and reviews → documents and respondents.

In: the tables of a file, and what voc.toml says about them. Out: a document per answer, with its question, date and
ratings, and the respondents with their attributes; or a `Roster` about the people of other files.
"""

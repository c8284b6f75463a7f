"""Turn tables of surveys and reviews into documents and respondents.

In: the tables of a file, and the settings of voc.toml. Out: a document per answer, with its question, date and
ratings, and the respondents with their attributes; or a `Roster` about the people of other files.
"""

"""What the words of a statement say: a pain, a goal, a need, a doubt. Texts in, kinds and spans of words out."""

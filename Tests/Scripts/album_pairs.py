"""Every pair of a labelled album's photos as a list for `facetui eval pairs`: path, path, 1 for the same person or 0.

    python Tests/Scripts/album_pairs.py labels.csv > pairs.txt
"""

import csv
import itertools
import sys

with open(sys.argv[1], newline="") as file:
    photos = [(row[0], row[1]) for row in csv.reader(file)][1:]
for (first, person), (second, other) in itertools.combinations(photos, 2):
    print(first, second, int(person == other))

## Commentaires

card-comment-edited = modifié
kind-part-2 = suites de commentaires
kind-part-3 = suites de commentaires
kind-part-4 = suites de commentaires

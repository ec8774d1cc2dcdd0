## Comments

card-comment-edited = edited
kind-part-2 = comments, continued
kind-part-3 = comments, continued
kind-part-4 = comments, continued

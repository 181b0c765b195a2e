;; Emacs: M-x coach-check checks the file and lists the findings; M-g n goes to the next. Belongs into your init file.
(defun coach-check ()
  "Check this file with coach."
  (interactive)
  (save-buffer)
  (compile (concat "coach check --quiet --format line " (shell-quote-argument buffer-file-name))))

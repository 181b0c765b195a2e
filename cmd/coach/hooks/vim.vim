" Vim and Neovim: :Coach checks the buffer as it is and lists the findings; :cnext goes to the next. Belongs into ~/.vim/plugin.
function! s:Coach()
  let l:found = systemlist('coach check --quiet --format line -', getline(1, '$'))
  call map(l:found, {_, line -> substitute(line, '^<stdin>', escape(expand('%:p'), '\&~'), '')})
  call setqflist([], ' ', {'title': 'coach', 'lines': l:found, 'efm': '%f:%l:%c: %m'})
  cwindow
endfunction
command! Coach call s:Coach()

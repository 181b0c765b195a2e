" Vim and Neovim: :Coach checks the buffer as it is and lists the findings. Belongs into your vimrc.
function! s:Coach()
  let l:found = systemlist('coach check --quiet --format line -', getline(1, '$'))
  call map(l:found, {_, line -> substitute(line, '^<stdin>', expand('%:p'), '')})
  cgetexpr l:found
  cwindow
endfunction
set errorformat+=%f:%l:%c:\ %m
command! Coach call s:Coach()

package chat

// What WhatsApp writes in place of words, by language: from exports that people published and from what the app
// shows. In lower case where case doesn't matter.

var omittedMarks = [...]string{
	"media omitted", "multimedia omitido", "archivo omitido", "médias omis", "fichier omis", "medien ausgeschlossen",
	"medien weggelassen", "mídia oculta", "arquivo de mídia oculto", "media omessi", "media omesso", "media weggelaten",
	"без медиафайлов", "файл пропущен", "без медіафайлів", "medya dahil edilmedi", "メディアは含まれていません", "メディアなし",
	"미디어 파일을 제외하고 내보냄", "미디어 파일 제외됨", "省略多媒体文件", "忽略多媒体文件", "媒體已略去", "忽略媒體檔", "تم استبعاد الوسائط",
	"رسانه حذف شد", "המדיה לא נכללה", "मीडिया के बिना", "मीडिया शामिल नहीं किया गया", "pominięto multimedia", "plik pominięty",
	"média vynechána", "média vynechané", "media utelämnat", "medieutelämnat", "media udeladt", "mediet er utelatt", "utelatt media",
	"media jätettiin pois", "hiányzó médiafájl", "média kihagyva", "fișier media omis", "εξαιρέθηκαν πολυμέσα", "media dihilangkan",
	"media tidak disertakan", "đã bỏ qua media", "ไม่รวมสื่อ", "mitjans omesos", "medij izostavljen", "medijski sadržaj izostavljen",
}

// omittedWords stand alone, after an invisible mark on newer phones and bare on older ones.
var omittedWords = [...]string{
	"image omitted", "video omitted", "audio omitted", "sticker omitted", "gif omitted", "document omitted",
	"contact card omitted", "video note omitted", "bild weggelassen", "video weggelassen", "audio weggelassen",
	"sticker weggelassen", "gif weggelassen", "dokument weggelassen", "kontaktkarte ausgelassen", "imagen omitida",
	"video omitido", "audio omitido", "sticker omitido", "gif omitido", "documento omitido", "image absente",
	"vidéo absente", "audio omis", "sticker omis", "gif retiré", "document manquant", "imagem ocultada", "vídeo omitido",
	"áudio ocultado", "figurinha omitida", "gif omitido", "immagine omessa", "video omesso", "audio omesso", "sticker non incluso",
	"gif esclusa", "documento omesso", "afbeelding weggelaten", "video weggelaten", "audio weggelaten", "sticker weggelaten",
	"изображение отсутствует", "видео отсутствует", "аудио отсутствует", "стикер отсутствует", "görüntü dahil edilmedi", "ses dahil edilmedi",
	"画像は含まれていません", "動画は含まれていません", "이미지 생략", "동영상 생략", "图像已忽略", "视频已忽略", "圖片已略去", "影片已略去",
}

var attachedWords = [...]string{
	"file attached", "datei angehängt", "archivo adjunto", "fichier joint", "arquivo anexado", "file allegato",
	"bestand bijgevoegd", "файл добавлен", "прикреплённый файл", "dosya ekli", "ekli dosya", "添付ファイル", "ファイル添付", "파일 첨부됨", "文件附件",
	"檔案已附加", "附件", "الملف مرفق", "קובץ מצורף", "plik w załączniku", "załączono plik", "přiložený soubor", "bifogad fil",
	"vedhæftet fil", "vedlagt fil", "tiedosto liitetty", "liitetty tiedosto", "fișier atașat", "csatolt fájl", "file terlampir", "फ़ाइल संलग्न",
}

var deletedMarks = [...]string{
	"This message was deleted", "This message was deleted.", "You deleted this message", "You deleted this message.",
	"Diese Nachricht wurde gelöscht", "Diese Nachricht wurde gelöscht.", "Du hast diese Nachricht gelöscht", "Du hast diese Nachricht gelöscht.",
	"Este mensaje fue eliminado", "Este mensaje fue eliminado.", "Se eliminó este mensaje", "Se eliminó este mensaje.", "Eliminaste este mensaje", "Eliminaste este mensaje.",
	"Ce message a été supprimé", "Ce message a été supprimé.", "Vous avez supprimé ce message", "Vous avez supprimé ce message.",
	"Mensagem apagada", "Mensagem apagada.", "Essa mensagem foi apagada", "Você apagou esta mensagem", "Você apagou essa mensagem",
	"Questo messaggio è stato eliminato", "Questo messaggio è stato eliminato.", "Hai eliminato questo messaggio", "Hai eliminato questo messaggio.",
	"Dit bericht is verwijderd", "Dit bericht is verwijderd.", "U hebt dit bericht verwijderd", "U hebt dit bericht verwijderd.",
	"Сообщение удалено", "Данное сообщение удалено", "Вы удалили это сообщение", "Вы удалили данное сообщение",
	"Bu mesaj silindi", "Bu mesajı sildiniz", "このメッセージは削除されました", "삭제된 메시지입니다.", "此消息已删除", "此訊息已被刪除", "您刪除了這則訊息",
	"تم حذف هذه الرسالة", "הודעה זו נמחקה", "Wiadomość została usunięta", "यह मैसेज डिलीट कर दिया गया",
}

// editedMarks stand in angle brackets at the end of an edited message.
var editedMarks = [...]string{
	"This message was edited", "Este mensaje fue editado", "Se editó este mensaje", "Diese Nachricht wurde bearbeitet",
	"Questo messaggio è stato modificato", "Ce message a été modifié", "Mensagem editada", "Esta mensagem foi editada",
	"Сообщение изменено", "Данное сообщение изменено", "ההודעה נערכה", "הודעה זו נערכה", "Dit bericht is bewerkt", "Bu mesaj düzenlendi",
	"このメッセージは編集されました", "수정된 메시지입니다", "此消息已编辑", "此訊息已編輯", "تم تعديل هذه الرسالة", "Wiadomość została edytowana",
}

package chat

// What WhatsApp writes in place of words, by language: from exports that people published and from what the app
// shows. In lower case where case doesn't matter.

// mediaStems are parts of the words for media, or for leaving out, one of which stands in "<Media omitted>" in each
// language.
var mediaStems = [...]string{
	"medi", "médi", "mídi", "mitjan", "omit", "omis", "медиа", "медіа", "файл", "medya", "メディア", "미디어", "媒体", "媒體", "وسائط", "رسانه",
	"מדיה", "मीडिया", "πολυμέσ", "สื่อ", "archivo", "arquivo", "ficheiro", "fichier", "vedlegg", "utelämn", "weggelassen", "weggelaten", "pominięt",
	"plik", "مواد", "میڈیا", "মিডিয়া",
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
	"live location shared", "live-standort wird geteilt", "ubicación en tiempo real compartida", "localisation en direct partagée", "localização em tempo real compartilhada",
	"posizione in tempo reale condivisa", "live locatie gedeeld", "document omis", "sticker omis", "carte de contact omise", "contact omis", "note vidéo omise", "documento omitido", "tarjeta de contacto omitida", "contacto omitido",
	"documento ocultado", "cartão do contato omitido", "contato omitido", "documento omesso", "scheda contatto omessa", "document weggelaten", "contactkaart weggelaten",
	"документ отсутствует", "контактная карта отсутствует", "belge dahil edilmedi", "video dahil edilmedi", "çıkartma dahil edilmedi", "gif dahil edilmedi",
	"音声は含まれていません", "ステッカーは含まれていません", "gifは含まれていません", "书面文件已忽略", "音频已忽略", "贴图已忽略", "gif已忽略", "文件已略去", "音訊已略去", "貼圖已略去", "오디오 생략", "스티커 생략", "문서 생략",
	"תמונה הושמטה", "הסרטון הושמט", "שמע הושמט", "סטיקר הושמט", "המסמך הושמט", "الصورة غير مدرجة", "الفيديو غير مدرج", "المقطع الصوتي غير مدرج", "ملصق غير مدرج", "तस्वीर छोड़ी गई", "obraz pominięto", "bild utelämnad", "billede udeladt", "kuva jätetty pois",
}

var attachedWords = [...]string{
	"file attached", "attached", "datei angehängt", "archivo adjunto", "fichier joint", "arquivo anexado", "ficheiro anexado", "file allegato", "allegato", "fichier attaché",
	"bestand bijgevoegd", "файл добавлен", "прикреплённый файл", "dosya ekli", "ekli dosya", "添付ファイル", "ファイル添付", "파일 첨부됨", "文件附件",
	"檔案已附加", "附件", "الملف مرفق", "קובץ מצורף", "plik w załączniku", "załączono plik", "přiložený soubor", "bifogad fil",
	"vedhæftet fil", "vedlagt fil", "tiedosto liitetty", "liitetty tiedosto", "fișier atașat", "csatolt fájl", "file terlampir", "फ़ाइल संलग्न",
}

// deletedMarks stand in place of what was deleted, without a full stop.
var deletedMarks = [...]string{
	"Missed voice call", "Missed video call", "Missed group voice call", "Missed group video call",
	"This message was deleted", "You deleted this message", "This message has been deleted", "Waiting for this message. This may take a while",
	"Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht", "Sie haben diese Nachricht gelöscht",
	"Este mensaje fue eliminado", "Se eliminó este mensaje", "Eliminaste este mensaje", "Has eliminado este mensaje", "Este mensaje se eliminó", "Se ha eliminado este mensaje",
	"Ce message a été supprimé", "Vous avez supprimé ce message", "Mensagem apagada", "Essa mensagem foi apagada", "Esta mensagem foi apagada",
	"Você apagou esta mensagem", "Você apagou essa mensagem", "Esta mensagem foi eliminada", "Eliminou esta mensagem",
	"Questo messaggio è stato eliminato", "Hai eliminato questo messaggio", "Dit bericht is verwijderd", "Dit bericht werd verwijderd", "U hebt dit bericht verwijderd", "Je hebt dit bericht verwijderd",
	"Сообщение удалено", "Данное сообщение удалено", "Вы удалили это сообщение", "Вы удалили данное сообщение", "Це повідомлення видалено", "Ви видалили це повідомлення",
	"Bu mesaj silindi", "Bu mesajı sildiniz", "Bu mesajı sildin", "このメッセージは削除されました", "このメッセージを削除しました", "メッセージを削除しました", "삭제된 메시지입니다", "이 메시지를 삭제했습니다", "메시지를 삭제했습니다",
	"此消息已删除", "您已删除此消息", "你已删除此消息", "您删除了此消息", "你删除了此消息", "您删除了这条消息", "此訊息已被刪除", "此訊息已刪除", "這則訊息已刪除", "您刪除了這則訊息", "您已刪除此訊息", "你已刪除此訊息", "您已刪除這則訊息",
	"تم حذف هذه الرسالة", "حذفت هذه الرسالة", "لقد حذفت هذه الرسالة", "لقد قمت بحذف هذه الرسالة", "הודעה זו נמחקה", "ההודעה נמחקה", "מחקת הודעה זו", "מחקת את ההודעה הזו",
	"Ta wiadomość została usunięta", "Wiadomość została usunięta", "Usunięto tę wiadomość", "Usunąłeś tę wiadomość", "Tato zpráva byla smazána", "Smazali jste tuto zprávu",
	"यह मैसेज डिलीट कर दिया गया", "यह मैसेज डिलीट किया गया है", "यह मैसेज मिटा दिया गया", "आपने यह मैसेज मिटा दिया", "आपने यह मैसेज डिलीट किया", "आपने यह मैसेज डिलीट कर दिया",
	"Pesan ini telah dihapus", "Pesan ini dihapus", "Anda menghapus pesan ini", "Anda telah menghapus pesan ini", "Mesej ini telah dipadamkan",
	"Det här meddelandet raderades", "Du raderade det här meddelandet", "Denne besked blev slettet", "Du slettede denne besked", "Denne meldingen ble slettet", "Du slettet denne meldingen",
	"Tämä viesti poistettiin", "Poistit tämän viestin", "Ez az üzenet törölve lett", "Törölted ezt az üzenetet", "Acest mesaj a fost șters", "Ați șters acest mesaj",
	"Αυτό το μήνυμα διαγράφηκε", "Διαγράψατε αυτό το μήνυμα", "Tin nhắn này đã bị xóa", "Bạn đã xóa tin nhắn này", "ข้อความนี้ถูกลบแล้ว", "คุณลบข้อความนี้แล้ว", "این پیام حذف شد", "شما این پیام را حذف کردید",
	"S'ha suprimit aquest missatge", "Heu suprimit aquest missatge",
}

// editedMarks stand in angle brackets at the end of an edited message.
var editedMarks = [...]string{
	"This message was edited", "Este mensaje fue editado", "Se editó este mensaje", "Diese Nachricht wurde bearbeitet",
	"Questo messaggio è stato modificato", "Ce message a été modifié", "Mensagem editada", "Esta mensagem foi editada",
	"Сообщение изменено", "Данное сообщение изменено", "ההודעה נערכה", "הודעה זו נערכה", "Dit bericht is bewerkt", "Bu mesaj düzenlendi",
	"このメッセージは編集されました", "수정된 메시지입니다", "此消息已编辑", "此訊息已編輯", "تم تعديل هذه الرسالة", "Wiadomość została edytowana",
	"Este mensaje se editó", "Editado", "این پیام ویرایش شد", "Diese Nachricht wurde editiert", "Ce message a été édité", "Essa mensagem foi editada", "Dit bericht is aangepast", "Mesaj düzenlendi",
	"このメッセージは編集済みです", "メッセージは編集されました", "메시지가 수정되었습니다", "이 메시지가 수정되었습니다", "此訊息已被編輯", "這則訊息已編輯", "此消息已被编辑", "तम मैसेज एडिट किया गया", "यह मैसेज एडिट किया गया", "यह मैसेज एडिट किया गया है", "Pesan ini diedit", "Pesan ini telah diedit",
	"Det här meddelandet redigerades", "Denne besked blev redigeret", "Denne meldingen ble redigert", "Tätä viestiä muokattiin", "Tato zpráva byla upravena", "Ez az üzenet szerkesztve lett", "Acest mesaj a fost editat", "Цей текст змінено", "Це повідомлення відредаговано",
}
